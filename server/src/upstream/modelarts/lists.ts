import type { z } from 'zod'
import type { Door } from '../port.ts'
import { ask, type Gate, inWorkspace, rubbish } from './calls.ts'
import type { Page, Source } from './pages.ts'
import type { WireListQuery, WireServicesQuery } from './wire.ts'

type Counted = { count?: number | undefined; total_count?: number | undefined }
type Rows<W> = readonly (W | null)[] | null | undefined

/** One list operation at one door: all of its question but the offset, and how a row is read. */
export type Listing<S extends z.ZodType<Counted>, W, T> = {
  gate: Gate
  door: Door
  operation: string
  path: readonly string[]
  query: WireListQuery | WireServicesQuery
  limit: number
  signal: AbortSignal | undefined
  schema: S
  rowsOf: (answer: z.output<S>) => Rows<W>
  map: (row: W) => T
}

/** How a list is paged: see `Source`. */
export type Paging<T> = Pick<Source<T>, 'memory' | 'keyOf' | 'doubtTotal'>

/**
 * The rows of a list. `null` is an empty list, as some back ends write it; a list that is not there at all is only
 * believed to be empty when the answer counts none.
 */
export function listed<W>(rows: Rows<W>, { count, total_count: total }: Counted): (W | null)[] | null {
  if (rows === undefined) return (count ?? total) === 0 ? [] : null
  return rows === null ? [] : [...rows]
}

/** The pages of a list operation. */
export function pagesOf<S extends z.ZodType<Counted>, W, T>(listing: Listing<S, W, T>, paging: Paging<T>): Source<T> {
  const { gate, door, schema, operation, path, limit, signal } = listing
  const fetch = async (offset: number): Promise<Page<T>> => {
    const query = { ...listing.query, ...inWorkspace(gate), limit: String(limit), offset: String(offset) }
    const asked = { operation, method: 'GET', path, query, signal } as const
    const told = await ask({ gate, door, schema }, asked)
    const rows = listed(listing.rowsOf(told.value), told.value)
    if (rows === null) throw rubbish(asked, 'the list is not there', told)
    return { rows: rows.map((row) => (row === null ? null : listing.map(row))), total: told.value.total_count ?? null }
  }
  return { ...paging, limit, fetch }
}
