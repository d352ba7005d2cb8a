import { sql } from 'kysely'
import type { listApisOfApp } from '@grantdesk/shared/apps'
import type { Input } from '@grantdesk/shared/kernel/endpoint'
import { readCursor, writeCursor } from '../kernel/cursor.ts'
import { patternsOf } from '../kernel/search-words.ts'
import type { Db } from '../storage/tables.ts'
import { type GrantRow, grantStore } from './store.ts'

type Query = Input<typeof listApisOfApp>['query']
type ApiOfApp = {
  row: GrantRow
  api: {
    id: string
    cloudId: string
    name: string
    authType: string
    serviceName: string
    serviceState: string
    url: string | null
  }
}
type Found = {
  api: string
  cloud_id: string
  name: string
  auth: string
  service_name: string
  service_state: string
  url: string | null
  sort_key: string
}

const KEYS = {
  name: sql`api.name_key`,
  service: sql`cloud_service.name_key`,
  // ISO text of one length sorts as the instants do.
  verified: sql`coalesce(to_char(access_grant.verified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '')`,
}

/** The APIs of one app with their services, from what was read of the cloud and decided here. */
export const apisOfAppStore = (db: Db) => ({
  async page(app: string, query: Query): Promise<{ rows: ApiOfApp[]; next: string | null; total: number }> {
    const from = sql`
      from access_grant join api on api.id = access_grant.api join cloud_service on cloud_service.id = api.service
      where access_grant.app = ${app} and (access_grant.actual = 'on' or access_grant.wanted is not null)
        and ${matching(query.search)}`
    const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(db)
    const found = await sql<Found>`
      select api.id as api, api.cloud_id, api.name, api.auth, cloud_service.name as service_name,
        cloud_service.state as service_state, api.url, ${KEYS[query.sort]} as sort_key
      ${from} and ${after(query)}
      order by ${KEYS[query.sort]} collate "C" ${way(query)}, api.id ${way(query)}
      limit ${query.limit + 1}`.execute(db)
    const shown = found.rows.slice(0, query.limit)
    const last = shown.at(-1)
    const more = last !== undefined && found.rows.length > query.limit
    const grants = await grantStore(db).ofApp(
      app,
      shown.map(({ api }) => api),
    )
    const rows = shown.flatMap((one) => withGrant(one, grants.get(one.api)))
    const next = more ? writeCursor(orderOf(query.sort, query.order), [last.sort_key, last.api]) : null
    return { rows, next, total: counted.rows[0]?.total ?? 0 }
  },
})

export type ApisOfAppStore = ReturnType<typeof apisOfAppStore>

function withGrant(found: Found, row: GrantRow | undefined): ApiOfApp[] {
  const { api: id, cloud_id: cloudId, name, auth: authType, url } = found
  const { service_name: serviceName, service_state: serviceState } = found
  return row ? [{ row, api: { id, cloudId, name, authType, serviceName, serviceState, url } }] : []
}

const way = ({ order }: Query) => (order === 'asc' ? sql`asc` : sql`desc`)

const matching = (search: string | undefined) =>
  search === undefined
    ? sql`true`
    : sql.join(
        patternsOf(search).map((pattern) => sql`(api.words like ${pattern} or cloud_service.words like ${pattern})`),
        sql` and `,
      )

function after({ cursor, order, sort }: Query) {
  if (cursor === undefined) return sql`true`
  const [key, id] = readCursor(cursor, orderOf(sort, order), ['text', 'text'])
  const than = order === 'asc' ? sql`>` : sql`<`
  return sql`(${KEYS[sort]} collate "C", api.id) ${than} (${key}::text collate "C", ${id}::text collate "C")`
}

const orderOf = (sort: Query['sort'], order: Query['order']): string => `apis-of-app.${sort}.${order}`
