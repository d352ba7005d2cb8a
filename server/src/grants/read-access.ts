import type { Show } from '@grantdesk/shared/grants'
import type { AccessQuery, ApiAddress, Cloud, CloudPage, SeenAccess } from '../upstream/port.ts'

export type Counts = { all: number | null; authorized: number | null; unauthorized: number | null }

/** One page of the apps of an API, whoever of the identities sees them, and the totals of the three shows. */
export type AccessPage = CloudPage<SeenAccess> & { counts: Counts; readAt: Date }

export type From = { cloud: Cloud; connection: string; identities: readonly string[]; api: ApiAddress; readAt: Date }

/** Reads live. With one identity the cloud filters, sorts and pages; what several see is united here. */
export type ReadAccess = (from: From, query: AccessQuery) => Promise<AccessPage>

const WHOLE = 1000
const MOST_PAGES = 100
/** Scrolling on within this time is served from the same reading. */
const KEEP_MS = 3_000

type United = { rows: SeenAccess[]; readAt: Date }

/** A reader that keeps a united reading for a moment, so that the next page does not read everything again. */
export function accessReader(): ReadAccess {
  const kept = new Map<string, { until: number; reading: Promise<United> }>()

  return (from, query) => {
    if (from.identities.length === 1) return onePage(from, query)
    const now = from.readAt.getTime()
    for (const [name, { until }] of kept) if (until <= now) kept.delete(name)
    const name = JSON.stringify([from.connection, from.identities, from.api, query.name, query.sort, query.order])
    const known = query.page > 0 ? kept.get(name) : undefined
    const reading = known?.reading ?? readUnited(from, query)
    if (!known) kept.set(name, { until: now + KEEP_MS, reading })
    reading.catch(() => kept.delete(name))
    return reading.then((united) => pageOf(united, query))
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

async function readUnited(from: From, query: AccessQuery): Promise<United> {
  const lists = await Promise.all(from.identities.map((identity) => readWhole(from, identity, query)))
  return { rows: unite(lists.flat(), query), readAt: from.readAt }
}

async function readWhole(
  { cloud, connection, api }: From,
  identity: string,
  query: AccessQuery,
): Promise<SeenAccess[]> {
  const rows: SeenAccess[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await cloud.accessPage({ connection, identity }, api, { ...query, show: 'all', page, limit: WHOLE })
    rows.push(...answer.rows)
    if (!answer.more) break
  }
  return rows
}

/** Each app once, in the wished order; authorized if any identity says so. */
export function unite(rows: readonly SeenAccess[], { sort, order }: Pick<AccessQuery, 'sort' | 'order'>): SeenAccess[] {
  const byId = new Map<string, SeenAccess>()
  for (const row of rows) {
    const known = byId.get(row.app.appId)
    byId.set(row.app.appId, { app: row.app, authorized: row.authorized || known?.authorized === true })
  }
  const way = order === 'asc' ? 1 : -1
  const keyOf = KEYS[sort]
  return [...byId.values()].sort((a, b) => way * compare(keyOf(a), keyOf(b)) || compare(a.app.appId, b.app.appId))
}

const KEYS = {
  name: ({ app }: SeenAccess) => app.name.toLowerCase(),
  created: ({ app }: SeenAccess) => app.createdAt ?? '',
  updated: ({ app }: SeenAccess) => app.updatedAt ?? '',
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function pageOf({ rows, readAt }: United, { show, page, limit }: AccessQuery): AccessPage {
  const authorized = rows.filter((row) => row.authorized)
  const unauthorized = rows.filter((row) => !row.authorized)
  const shown = { all: rows, authorized, unauthorized }[show]
  const end = (page + 1) * limit
  const counts = { all: rows.length, authorized: authorized.length, unauthorized: unauthorized.length }
  return { rows: shown.slice(page * limit, end), total: shown.length, more: shown.length > end, counts, readAt }
}
