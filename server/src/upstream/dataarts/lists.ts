import type { z } from 'zod'
import type { Door, Reading } from '../port.ts'
import { type Ask, ask, type Gate, rubbish } from './calls.ts'
import { type Page, readAll } from './pages.ts'

type Rows<W> = readonly (W | null)[] | null | undefined

/** Who asks. */
export type Asker = { gate: Gate; door: Door; signal: AbortSignal | undefined }

/** One list operation: all of its question but the page, and how its rows are read. */
export type Listing<S extends z.ZodType, W, T> = Omit<Ask, 'method' | 'signal'> & {
  /** POST where the question is a body, which then takes the page as well. */
  method?: 'POST'
  /** How a page is named; `offset` and `limit` unless told otherwise. */
  pageOf?: (index: number, limit: number) => Record<string, number>
  schema: S
  rowsOf: (answer: z.output<S>) => Rows<W>
  totalOf: (answer: z.output<S>) => number | undefined
  map: (row: W) => T
  keyOf: (row: T) => string
}

const byOffset = (index: number, limit: number): Record<string, number> => ({ offset: index * limit, limit })

const asText = (numbers: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]))

function questionOf<S extends z.ZodType, W, T>(listing: Listing<S, W, T>, page: Record<string, number>): Ask {
  const { operation, path, headers, query, body } = listing
  const asked = { operation, path, ...(headers !== undefined && { headers }) }
  if (listing.method === undefined) return { ...asked, method: 'GET', query: { ...query, ...asText(page) } }
  return { ...asked, method: 'POST', isQuestion: true, body: { ...(body as object | undefined), ...page } }
}

/** The whole list of an operation. `null` is an empty list; one that is not there is only believed with a total of 0. */
export function list<S extends z.ZodType, W, T>(
  { gate, door, signal }: Asker,
  listing: Listing<S, W, T>,
): Promise<Reading<T>> {
  const { schema, rowsOf, totalOf, map, keyOf, pageOf = byOffset } = listing
  const fetch = async (index: number, limit: number): Promise<Page<T>> => {
    const asked = { ...questionOf(listing, pageOf(index, limit)), signal }
    const told = await ask({ gate, door, schema }, asked)
    const rows = rowsOf(told.value)
    const total = totalOf(told.value) ?? null
    if (rows === undefined && total !== 0) throw rubbish(asked, 'the list is not there', told)
    return { rows: (rows ?? []).map((row) => (row === null ? null : map(row))), total }
  }
  return readAll({ fetch, limit: gate.pageSize, keyOf })
}
