import type { Show } from '@grantdesk/shared/grants'
import type { AccessQuery, CloudPage, SeenAccess } from '../upstream/port.ts'
import { type From, MergedAccess } from './merge-access.ts'

export type Counts = { all: number | null; authorized: number | null; unauthorized: number | null }

/** One page of the apps of an API, whoever of the identities sees them, and the totals of the three shows. */
export type AccessPage = CloudPage<SeenAccess> & { counts: Counts; readAt: Date }

/** Reads live. With one identity the cloud filters, sorts and pages; what several see is united here. */
export type ReadAccess = (from: From, query: AccessQuery) => Promise<AccessPage>

/** Scrolling on within this time is served from the same reading. */
const KEEP_MS = 15_000
/** Lists that are together no longer than this are read whole: then every total is exact. */
const WHOLE = 1_000

type Reading = { until: number; readAt: Date; merged: Map<Show, MergedAccess> }

/** A reader that keeps a united reading for a moment, so that the next page does not read everything again. */
export function accessReader(): ReadAccess {
  const kept = new Map<string, Reading>()

  return async (from, query) => {
    if (from.identities.length === 1) return onePage(from, query)
    const now = from.readAt.getTime()
    for (const [name, { until }] of kept) if (until <= now) kept.delete(name)
    const name = JSON.stringify([from.connection, from.identities, from.api, query.name, query.sort, query.order])
    const known = query.page > 0 ? kept.get(name) : undefined
    const reading = known ?? { until: 0, readAt: from.readAt, merged: new Map<Show, MergedAccess>() }
    reading.until = now + KEEP_MS
    kept.set(name, reading)
    try {
      return await unitedPage(reading, from, query)
    } catch (fault) {
      kept.delete(name)
      throw fault
    }
  }
}

/** The totals are asked for with the first page only. */
async function onePage(from: From, query: AccessQuery): Promise<AccessPage> {
  const door = { connection: from.connection, identity: from.identities[0] ?? '' }
  const read = (asked: AccessQuery): Promise<CloudPage<SeenAccess>> => from.cloud.accessPage(door, from.api, asked)
  const totalOf = async (show: Show): Promise<number | null> =>
    (await read({ ...query, show, page: 0, limit: 1 })).total
  const page = read(query)
  const totals =
    query.page > 0 ? [] : SHOWS.map(async (show) => (show === query.show ? (await page).total : totalOf(show)))
  const [all = null, authorized = null, unauthorized = null] = await Promise.all(totals)
  return { ...(await page), counts: agreed({ all, authorized, unauthorized }), readAt: from.readAt }
}

const SHOWS = ['all', 'authorized', 'unauthorized'] as const

/** Whether `total_count` respects `show_only` is not documented: totals that contradict each other are not told. */
const agreed = ({ all, authorized, unauthorized }: Counts): Counts =>
  all !== null && authorized !== null && unauthorized !== null && all === authorized + unauthorized
    ? { all, authorized, unauthorized }
    : { all, authorized: null, unauthorized: null }

async function unitedPage(reading: Reading, from: From, query: AccessQuery): Promise<AccessPage> {
  const listOf = (show: Show): MergedAccess => {
    const list = reading.merged.get(show) ?? new MergedAccess(from, { ...query, show })
    reading.merged.set(show, list)
    return list
  }
  const everything = await wholeOf(listOf('all'))
  if (everything) return pageOf({ rows: everything, readAt: reading.readAt }, query)
  const { rows, more } = await listOf(query.show).upTo((query.page + 1) * query.limit)
  const authorized = query.page > 0 ? null : await wholeOf(listOf('authorized'))
  const counts = { all: null, authorized: authorized?.length ?? null, unauthorized: null }
  return { rows: rows.slice(query.page * query.limit), total: counts[query.show], more, counts, readAt: reading.readAt }
}

/** The whole list when it is short enough to be read at once. How many several long lists are together, nobody tells. */
async function wholeOf(list: MergedAccess): Promise<readonly SeenAccess[] | null> {
  const bound = await list.bound()
  return bound !== null && bound <= WHOLE ? (await list.upTo(WHOLE)).rows : null
}

function pageOf(
  { rows, readAt }: { rows: readonly SeenAccess[]; readAt: Date },
  { show, page, limit }: AccessQuery,
): AccessPage {
  const authorized = rows.filter((row) => row.authorized)
  const unauthorized = rows.filter((row) => !row.authorized)
  const shown = { all: rows, authorized, unauthorized }[show]
  const end = (page + 1) * limit
  const counts = { all: rows.length, authorized: authorized.length, unauthorized: unauthorized.length }
  return { rows: shown.slice(page * limit, end), total: shown.length, more: shown.length > end, counts, readAt }
}
