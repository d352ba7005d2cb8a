import { z } from 'zod'
import { PAGE_DEFAULT, PAGE_MAX, SEARCH_MAX } from './limits.ts'
import { Text } from './text.ts'

/** Opaque place in a list; comes from `next` and goes back unchanged. */
export const Cursor = z.string().min(1).max(2000)

export const Order = z.enum(['asc', 'desc'])
export type Order = z.infer<typeof Order>

export const Limit = z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT)

/** Part of a name, as typed into a search field. */
export const Search = Text(SEARCH_MAX)

/** The parts every list query shares. */
export const listQuery = {
  search: Search.optional(),
  order: Order.default('asc'),
  cursor: Cursor.optional(),
  limit: Limit,
}

/** A page of a list: `next` is absent on the last one; `total` counts all matches, `null` when nobody knows. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: Cursor.nullable(), total: z.number().int().min(0).nullable() })

/** A query parameter that may be repeated. */
export const listOf = <T extends z.ZodType>(item: T, max: number) =>
  z.preprocess((given) => (given === undefined || Array.isArray(given) ? given : [given]), z.array(item).max(max))

export const Flag = z.enum(['true', 'false']).transform((word) => word === 'true')
