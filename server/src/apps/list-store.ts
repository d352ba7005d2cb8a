import { type RawBuilder, sql } from 'kysely'
import type { listApps } from '@grantdesk/shared/apps'
import type { Input } from '@grantdesk/shared/kernel/endpoint'
import { type Part, readCursor, writeCursor } from '../kernel/cursor.ts'
import { clean, patternsOf } from '../kernel/search-words.ts'
import type { Db } from '../storage/tables.ts'
import type { Owned } from './rules.ts'
import type { AppEntry } from './store.ts'

export type AppQuery = Input<typeof listApps>['query']
export type AppPage = { entries: AppEntry[]; next: string | null; total: number }
export type AppListStore = ReturnType<typeof appListStore>

/** Of which connections, and of whose apps; `null` for anybody's. */
export type Within = { connections: readonly string[]; owned: Owned | null }

type Sort = {
  key: RawBuilder<unknown>
  part: Part
  type: RawBuilder<unknown>
  of: (entry: AppEntry) => string | number
}

/** Sorts before every real instant. */
const NEVER = '0001-01-01T00:00:00.000Z'
const orNever = (column: string) => sql`coalesce(${sql.ref(column)}, ${sql.lit(NEVER)}::timestamptz)`

const SORTS: Record<AppQuery['sort'], Sort> = {
  name: { key: sql`name_key`, part: 'text', type: sql`text`, of: ({ name_key }) => name_key },
  created: {
    key: orNever('created_at'),
    part: 'instant',
    type: sql`timestamptz`,
    of: ({ created_at }) => created_at?.toISOString() ?? NEVER,
  },
  updated: {
    key: orNever('updated_at'),
    part: 'instant',
    type: sql`timestamptz`,
    of: ({ updated_at }) => updated_at?.toISOString() ?? NEVER,
  },
  grants: { key: sql`grants`, part: 'integer', type: sql`integer`, of: ({ grants }) => grants },
  seen: { key: sql`seen_at`, part: 'instant', type: sql`timestamptz`, of: ({ seen_at }) => seen_at.toISOString() },
}

/** Lists what is there, of the connections that are configured now. Cost does not grow with the depth of the page. */
export function appListStore(db: Db) {
  return {
    async page(query: AppQuery, within: Within): Promise<AppPage> {
      const from = sql`from app where ${sql.join(conditions(query, within), sql` and `)}`
      const { key } = SORTS[query.sort]
      const { rows } = await sql<AppEntry>`
        select * ${from} and ${after(query)} order by ${key} ${way(query)}, name_key, id limit ${query.limit + 1}`.execute(
        db,
      )
      const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(db)
      const entries = rows.slice(0, query.limit)
      const last = entries.at(-1)
      const more = rows.length > query.limit && last !== undefined
      return { entries, next: more ? placeOf(query, last) : null, total: counted.rows[0]?.total ?? 0 }
    },

    /** How many apps there are, for the navigation. */
    async countApps(connections: readonly string[]): Promise<number> {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from app where gone_at is null and connection = any(${[...connections]}::text[])`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },

    async countByConnection(): Promise<{ connection: string; apps: number }[]> {
      const { rows } = await sql<{ connection: string; apps: number }>`
        select connection, count(*)::int as apps from app where gone_at is null group by connection`.execute(db)
      return rows
    },
  }
}

type Condition = RawBuilder<unknown>

function conditions({ connection, type, grants, search }: AppQuery, { connections, owned }: Within): Condition[] {
  const wanted = connection ? connections.filter((id) => (connection as readonly string[]).includes(id)) : connections
  return [
    sql`gone_at is null and connection = any(${[...wanted]}::text[])`,
    ...(type ? [sql`type = any(${type.map(clean)}::text[])`] : []),
    ...(grants === undefined ? [] : [grants ? sql`grants > 0` : sql`grants = 0`]),
    ...(owned === null || owned.all ? [] : [ownedOnly(owned)]),
    ...patternsOf(search ?? '').map((like) => sql`words like ${like}`),
  ]
}

const ownedOnly = ({ connections, apps }: Extract<Owned, { all: false }>): Condition =>
  sql`(connection = any(${[...connections]}::text[]) or id = any(${[...apps]}::text[]))`

const way = ({ order }: AppQuery): Condition => (order === 'asc' ? sql`asc` : sql`desc`)
const orderOf = ({ sort, order }: AppQuery): string => `apps.${sort}.${order}`

const placeOf = (query: AppQuery, last: AppEntry): string =>
  writeCursor(orderOf(query), [SORTS[query.sort].of(last), last.name_key, last.id])

/** What comes after the place. Equal keys are always followed by name, whichever way the keys go. */
function after(query: AppQuery): Condition {
  if (query.cursor === undefined) return sql`true`
  const { key, part, type } = SORTS[query.sort]
  const [value, name, id] = readCursor(query.cursor, orderOf(query), [part, 'text', 'text'])
  const beyond = query.order === 'asc' ? sql`>` : sql`<`
  const place = sql`${value}::${type}`
  return sql`${key} ${beyond}= ${place} and (${key} ${beyond} ${place} or (name_key, id) > (${name}::text, ${id}::text))`
}
