import type { Grant } from '@grantdesk/shared/grants'

type Holder = { grant: Grant }
type Pages<P> = { pages: P[]; pageParams: unknown[] }

export const isSame = (a: Pick<Grant, 'api' | 'app'>, b: Pick<Grant, 'api' | 'app'>): boolean =>
  a.api === b.api && a.app === b.app

/** What is on its way: neither on nor off is true yet. */
export const isUnsettled = ({ state }: Grant): boolean =>
  state === 'issuing' || state === 'ending' || state === 'unverified'

const pairOf = ({ api, app }: Pick<Grant, 'api' | 'app'>) => `${api}/${app}`

/** Whether news say something new: a row that is told the same again stays the very same row. */
const isNews = (told: Grant, known: Grant) =>
  told.version > known.version || (told.version === known.version && JSON.stringify(told) !== JSON.stringify(known))

/** Puts newer states into rows that are on the screen; an answer that was overtaken on its way is dropped. */
export const patchRows = <Row extends Holder>(rows: Row[], news: readonly Grant[]): Row[] => {
  const byPair = new Map(news.map((grant) => [pairOf(grant), grant]))
  let changed = false
  const next = rows.map((row) => {
    const told = byPair.get(pairOf(row.grant))
    if (!told || !isNews(told, row.grant)) return row
    changed = true
    return { ...row, grant: told }
  })
  return changed ? next : rows
}

/** The same for everything that was loaded of a list; what did not change stays the very same. */
export const patchPages = <P extends { rows: Holder[] }, D extends Pages<P>>(
  data: D | undefined,
  news: readonly Grant[],
): D | undefined => {
  if (!data) return data
  const pages = data.pages.map((page) => {
    const rows = patchRows(page.rows, news)
    return rows === page.rows ? page : { ...page, rows }
  })
  return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages }
}

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
