import { type Kysely, sql } from 'kysely'
import type { listPeople as contract } from '@grantdesk/shared/identity'
import type { Input } from '@grantdesk/shared/kernel/endpoint'
import { type Part, readCursor, writeCursor } from '../../kernel/cursor.ts'
import { patternsOf } from '../../kernel/search-words.ts'
import type { Db } from '../../storage/tables.ts'
import type { PersonRow } from '../store.ts'
import { type IdentityTables, inForce } from '../tables.ts'

type Query = Input<typeof contract>['query']
type Column = 'name_key' | 'email' | 'seen_at'

const COLUMNS: Record<Query['sort'], Column> = { name: 'name_key', email: 'email', lastSeen: 'seen_at' }
/** Stands for a person who was never seen; sorts before everybody who was. */
const NEVER = new Date(0)

export type PeoplePage = { rows: PersonRow[]; next: string | null; total: number }

/** One page of people, in the order of a column and, where it is equal, of their ids. */
export const peopleListStore = (db: Db) => {
  const tables = db.withTables<IdentityTables>()
  return {
    async page(query: Query, now: Date): Promise<PeoplePage> {
      const order = `${query.sort}.${query.order}`
      const rows = await placed(matching(tables, query, now), query, order)
        .selectAll('person')
        .limit(query.limit + 1)
        .execute()
      const counted = await matching(tables, query, now)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      const shown = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? shown.at(-1) : undefined
      const next = last ? writeCursor(order, [sortValue(last, COLUMNS[query.sort]), last.id]) : null
      return { rows: shown, next, total: Number(counted.count) }
    },
  }
}

function matching(tables: Kysely<IdentityTables>, { search, role }: Query, now: Date) {
  let people = tables.selectFrom('person')
  for (const pattern of search === undefined ? [] : patternsOf(search)) {
    people = people.where('words', 'like', pattern)
  }
  if (role === undefined) return people
  return people.where('id', 'in', inForce(tables, now).where('role', '=', role).select('person'))
}

function placed(people: ReturnType<typeof matching>, query: Query, order: string) {
  const column = COLUMNS[query.sort]
  const key = column === 'seen_at' ? sql<Date>`coalesce(seen_at, ${NEVER})` : sql.ref<string>(column)
  const sorted = people.orderBy(key, query.order).orderBy('id', query.order)
  if (query.cursor === undefined) return sorted
  const parts: Part[] = [column === 'seen_at' ? 'instant' : 'text', 'text']
  const [given, id] = readCursor(query.cursor, order, parts) as [string, string]
  const value = column === 'seen_at' ? new Date(given) : given
  const further = query.order === 'asc' ? sql`>` : sql`<`
  return sorted.where(sql<boolean>`(${key}, id) ${further} (${value}, ${id})`)
}

const sortValue = (row: PersonRow, column: Column): string => {
  const value = row[column] ?? NEVER
  return value instanceof Date ? value.toISOString() : value
}
