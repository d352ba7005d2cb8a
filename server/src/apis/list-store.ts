import { type RawBuilder, sql } from 'kysely'
import type { listApis } from '@grantdesk/shared/apis'
import type { Input } from '@grantdesk/shared/kernel/endpoint'
import { type Part, readCursor, writeCursor } from '../kernel/cursor.ts'
import { patternsOf } from '../kernel/search-words.ts'
import type { Db } from '../storage/tables.ts'
import { type ApiEntry, ENTRY, entryOf, type EntryRow } from './entry.ts'

export type ApiQuery = Input<typeof listApis>['query']
export type ApiPage = { entries: ApiEntry[]; next: string | null; total: number }
export type ApiListStore = ReturnType<typeof apiListStore>

type Sort = {
  key: RawBuilder<unknown>
  part: Part
  type: RawBuilder<unknown>
  of: (entry: ApiEntry) => string | number
}

/** Sorts before every real instant. */
const NEVER = '0001-01-01T00:00:00.000Z'

const ROW_KEY = sql`coalesce(a.name_key, s.name_key)`
const API_ID = sql`coalesce(a.id, '')`
const rowKeyOf = ({ keys }: ApiEntry): string => keys.api ?? keys.service

const SORTS: Record<ApiQuery['sort'], Sort> = {
  name: { key: ROW_KEY, part: 'text', type: sql`text`, of: rowKeyOf },
  service: { key: sql`s.name_key`, part: 'text', type: sql`text`, of: ({ keys }) => keys.service },
  published: {
    key: sql`coalesce(s.published_at, ${sql.lit(NEVER)}::timestamptz)`,
    part: 'instant',
    type: sql`timestamptz`,
    of: ({ service }) => service.publishedAt?.toISOString() ?? NEVER,
  },
  // A service without an API has fewer than none.
  grants: { key: sql`coalesce(a.grants, -1)`, part: 'integer', type: sql`integer`, of: ({ api }) => api?.grants ?? -1 },
  seen: {
    key: sql`least(s.seen_at, a.seen_at)`,
    part: 'instant',
    type: sql`timestamptz`,
    of: ({ seenAt }) => seenAt.toISOString(),
  },
}

/** Lists what is there, of the connections that are configured now. Cost does not grow with the depth of the page. */
export function apiListStore(db: Db) {
  return {
    async page(query: ApiQuery, connections: readonly string[]): Promise<ApiPage> {
      const from = sql`
        from cloud_service s left join api a on a.service = s.id and a.gone_at is null
        where ${sql.join(conditions(query, connections), sql` and `)}`
      const { key } = SORTS[query.sort]
      const { rows } = await sql<EntryRow>`
        select ${ENTRY} ${from} and ${after(query)}
        order by ${key} ${way(query)}, ${ROW_KEY}, s.id, ${API_ID} limit ${query.limit + 1}`.execute(db)
      const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(db)
      const entries = rows.slice(0, query.limit).map(entryOf)
      const last = entries.at(-1)
      const more = rows.length > query.limit && last !== undefined
      return { entries, next: more ? placeOf(query, last) : null, total: counted.rows[0]?.total ?? 0 }
    },

    /** How many APIs there are, for the navigation. */
    async countApis(connections: readonly string[]): Promise<number> {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from api where gone_at is null and connection = any(${[...connections]}::text[])`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },

    /** Services, APIs and authorizations of each connection. */
    async countByConnection(): Promise<{ connection: string; services: number; apis: number; grants: number }[]> {
      const { rows } = await sql<{ connection: string; services: number; apis: number; grants: number }>`
        select connection, sum(services)::int as services, sum(apis)::int as apis, sum(grants)::int as grants from (
          select connection, count(*) as services, 0 as apis, 0 as grants from cloud_service
            where gone_at is null group by connection
          union all
          select connection, 0, count(*), sum(grants) from api where gone_at is null group by connection
        ) counted group by connection`.execute(db)
      return rows
    },
  }
}

type Condition = RawBuilder<unknown>

function conditions(query: ApiQuery, connections: readonly string[]): Condition[] {
  const { connection, state, auth, grants, registered, search } = query
  const wanted = connection ? connections.filter((id) => (connection as readonly string[]).includes(id)) : connections
  return [
    sql`s.gone_at is null and s.connection = any(${[...wanted]}::text[])`,
    ...(state ? [sql`s.state = any(${[...state]}::text[])`] : []),
    ...(auth ? [sql`a.auth = any(${[...auth]}::text[])`] : []),
    ...(grants === undefined ? [] : [grants ? sql`a.grants > 0` : sql`coalesce(a.grants, 0) = 0`]),
    ...(registered === undefined ? [] : [registered ? sql`a.id is not null` : sql`a.id is null`]),
    ...patternsOf(search ?? '').map((like) => sql`(s.words like ${like} or a.words like ${like})`),
  ]
}

const way = ({ order }: ApiQuery): Condition => (order === 'asc' ? sql`asc` : sql`desc`)
const orderOf = ({ sort, order }: ApiQuery): string => `apis.${sort}.${order}`

const placeOf = (query: ApiQuery, last: ApiEntry): string =>
  writeCursor(orderOf(query), [SORTS[query.sort].of(last), rowKeyOf(last), last.service.id, last.api?.id ?? ''])

/** What comes after the place. Equal keys are always followed by name, whichever way the keys go. */
function after(query: ApiQuery): Condition {
  if (query.cursor === undefined) return sql`true`
  const { key, part, type } = SORTS[query.sort]
  const [value, name, service, api] = readCursor(query.cursor, orderOf(query), [part, 'text', 'text', 'text'])
  const beyond = query.order === 'asc' ? sql`>` : sql`<`
  const place = sql`${value}::${type}`
  return sql`${key} ${beyond}= ${place} and (${key} ${beyond} ${place}
    or (${ROW_KEY}, s.id, ${API_ID}) > (${name}::text, ${service}::text, ${api}::text))`
}
