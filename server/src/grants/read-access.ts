import type { AccessQuery, ApiAddress, Cloud, SeenAccess } from '../upstream/port.ts'

/** One page of the apps of an API, whoever of the identities sees them. */
export type AccessPage = { rows: SeenAccess[]; total: number | null; more: boolean }

const WHOLE = 1000
const MOST_PAGES = 100

type From = { cloud: Cloud; connection: string; identities: readonly string[]; api: ApiAddress; signal?: AbortSignal }

/** Reads one page with the cloud's own filter, search and sort; lists of several identities are united first. */
export async function readAccess(from: From, query: AccessQuery): Promise<AccessPage> {
  const [only, ...others] = from.identities
  if (only !== undefined && others.length === 0) {
    return from.cloud.accessPage({ connection: from.connection, identity: only }, from.api, query, from.signal)
  }
  const lists = await Promise.all(from.identities.map((identity) => readWhole(from, identity, query)))
  const rows = unite(lists.flat(), query)
  const start = query.page * query.limit
  return { rows: rows.slice(start, start + query.limit), total: rows.length, more: rows.length > start + query.limit }
}

async function readWhole(from: From, identity: string, query: AccessQuery): Promise<SeenAccess[]> {
  const rows: SeenAccess[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const door = { connection: from.connection, identity }
    const answer = await from.cloud.accessPage(door, from.api, { ...query, page, limit: WHOLE }, from.signal)
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
  const keyOf = {
    name: (r: SeenAccess) => r.app.name,
    created: (r: SeenAccess) => r.app.createdAt ?? '',
    updated: (r: SeenAccess) => r.app.updatedAt ?? '',
  }[sort]
  return [...byId.values()].sort((a, b) => way * compare(keyOf(a), keyOf(b)) || compare(a.app.appId, b.app.appId))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export type Counts = { all: number | null; authorized: number | null; unauthorized: number | null }

const SHOWS = ['all', 'authorized', 'unauthorized'] as const

/**
 * The totals of the three shows under one search.
 *
 * Whether the cloud's `total_count` respects `show_only` is not documented: totals that contradict each other are not told.
 */
export async function countAccess(from: From, query: AccessQuery, known: AccessPage): Promise<Counts> {
  const totalOf = async (show: AccessQuery['show']): Promise<number | null> =>
    show === query.show ? known.total : (await readAccess(from, { ...query, show, page: 0, limit: 1 })).total
  const totals = await Promise.all(SHOWS.map(totalOf))
  const [all = null, authorized = null, unauthorized = null] = totals
  const agree = all !== null && authorized !== null && unauthorized !== null && all === authorized + unauthorized
  return agree ? { all, authorized, unauthorized } : { all, authorized: null, unauthorized: null }
}
