import type { Grant } from '@grantdesk/shared/grants'

type Holder = { grant: Grant }
type Pages<P> = { pages: P[]; pageParams: unknown[] }

export const isSame = (a: Pick<Grant, 'api' | 'app'>, b: Pick<Grant, 'api' | 'app'>): boolean =>
  a.api === b.api && a.app === b.app

/** What is on its way: neither on nor off is true yet. */
export const isUnsettled = ({ state }: Grant): boolean =>
  state === 'issuing' || state === 'ending' || state === 'unverified'

/** Puts newer states into rows that are on the screen; an answer that was overtaken on its way is dropped. */
export const patchRows = <Row extends Holder>(rows: readonly Row[], news: readonly Grant[]): Row[] =>
  rows.map((row) => {
    const newer = news.find((grant) => isSame(grant, row.grant))
    return newer && newer.version >= row.grant.version ? { ...row, grant: newer } : row
  })

/** The same for everything that was loaded of a list. */
export const patchPages = <P extends { rows: Holder[] }, D extends Pages<P>>(
  data: D | undefined,
  news: readonly Grant[],
): D | undefined =>
  data && { ...data, pages: data.pages.map((page) => ({ ...page, rows: patchRows(page.rows, news) })) }

/**
 * What a row shows from the click until the desk has answered: on its way, by me.
 *
 * It never claims the outcome; only a reading of the cloud does.
 */
export const asSent = (grant: Grant, wanted: 'on' | 'off'): Grant => ({
  ...grant,
  wanted,
  state: wanted === 'on' ? 'issuing' : 'ending',
  change: null,
})

/** What is, as a switch shows it. */
export const isOn = (grant: Grant): boolean => grant.actual === 'on'
