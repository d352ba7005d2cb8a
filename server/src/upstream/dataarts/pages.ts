import type { Reading } from '../port.ts'

/** What one answer of a paged list says. A row that cannot be read is `null`. */
export type Page<T> = { rows: (T | null)[]; total: number | null }

export type Source<T> = {
  /**
   * The nth page of so many rows, counted from zero. DataArts counts rows and rounds `offset` down to a multiple of
   * `limit` (ListApis, offset), so pages of one size are the only ones that fit together.
   */
  fetch: (index: number, limit: number) => Promise<Page<T>>
  limit: number
  keyOf: (row: T) => string
}

/** Readings of a list, of which two in a row must agree. */
const READINGS = 3
const MOST_PAGES = 5_000
const AT_ONCE = 4

/** What one pass over the pages gathered. */
type Pass<T> = {
  rows: Map<string, T>
  /** Whether no page contradicted another one. */
  sound: boolean
  /** Whether one answer held the whole list: only then the list could not change underneath. */
  single: boolean
  /** Rows to a page as the cloud cuts them. */
  size: number
}

/** Takes a page's rows in. A row seen before or unreadable makes the pass unsound: the list moved, or it began anew. */
function take<T>({ keyOf }: Source<T>, pass: Pass<T>, page: Page<T>): void {
  for (const row of page.rows) {
    const key = row === null ? null : keyOf(row)
    if (row === null || key === null || pass.rows.has(key)) pass.sound = false
    else pass.rows.set(key, row)
  }
}

/** Rows that the nth page must have. */
const expectedOf = (total: number, limit: number, index: number): number => Math.min(limit, total - index * limit)

/** The pages of a list whose length is known, some at a time; never one behind its end, where ListMessage begins anew. */
async function gatherCounted<T>(source: Source<T>, pass: Pass<T>, total: number): Promise<void> {
  const limit = pass.size
  const pages = Math.ceil(total / limit)
  if (pages > MOST_PAGES) pass.sound = false
  for (let next = 1; next < pages && pass.sound; next += AT_ONCE) {
    const indices = Array.from({ length: Math.min(AT_ONCE, pages - next) }, (_, i) => next + i)
    const batch = await Promise.all(indices.map((index) => source.fetch(index, limit)))
    for (const [i, page] of batch.entries()) {
      take(source, pass, page)
      if (page.total !== total || page.rows.length !== expectedOf(total, limit, next + i)) pass.sound = false
    }
  }
  if (pass.rows.size !== total) pass.sound = false
}

const isRepeat = <T>({ keyOf }: Source<T>, pass: Pass<T>, page: Page<T>): boolean =>
  page.rows.every((row) => row !== null && pass.rows.has(keyOf(row)))

/**
 * The pages of a list that does not tell its length, one after the other until one brings nothing new. A full first
 * page that is only repeated may come from a list without offsets, of which the rest cannot be seen.
 */
async function gatherUncounted<T>(source: Source<T>, pass: Pass<T>): Promise<void> {
  for (let index = 1; pass.sound; index += 1) {
    const page = await source.fetch(index, pass.size)
    if (page.total !== null || index >= MOST_PAGES) pass.sound = false
    if (page.rows.length === 0) return
    if (isRepeat(source, pass, page)) {
      if (pass.size === source.limit && index === 1) pass.sound = false
      return
    }
    pass.single = false
    take(source, pass, page)
    if (page.rows.length > pass.size) pass.sound = false
    if (page.rows.length < pass.size) return
  }
}

async function readOnce<T>(source: Source<T>, limit: number): Promise<Pass<T>> {
  const first = await source.fetch(0, limit)
  const size = first.rows.length
  const pass: Pass<T> = { rows: new Map(), sound: true, single: true, size }
  take(source, pass, first)
  if (first.total === null) {
    if (size > 0) await gatherUncounted(source, pass)
    return pass
  }
  pass.single = size >= first.total
  if (size > limit || size > first.total) pass.sound = false
  // A short page that is not the last: the cloud cuts pages smaller, so that this size does not fit with the next one.
  else if (!pass.single && size < limit) pass.sound = false
  else if (!pass.single) await gatherCounted(source, pass, first.total)
  return pass
}

const isSame = <T>(a: Pass<T>, b: Pass<T>): boolean =>
  a.rows.size === b.rows.size && [...b.rows.keys()].every((key) => a.rows.has(key))

const isProven = <T>(last: Pass<T> | null, pass: Pass<T>): boolean =>
  pass.sound && (pass.single || (last?.sound === true && isSame(last, pass)))

/** The page size of the next reading: the cloud's own where it cuts pages smaller than asked. */
const fitting = <T>({ single, size }: Pass<T>, limit: number): number =>
  !single && size > 0 && size < limit ? size : limit

/**
 * Reads a whole list. A list of several pages can change between them without any page showing it, so it counts as
 * complete when two readings in a row are sound and agree: a row that was there all the time would have made the total
 * larger than what was gathered. A list within one answer is complete at once.
 */
export async function readAll<T>(source: Source<T>): Promise<Reading<T>> {
  let last: Pass<T> | null = null
  let limit = source.limit
  for (let readings = 0; readings < READINGS; readings += 1) {
    const pass: Pass<T> = await readOnce(source, limit)
    if (isProven(last, pass)) return { rows: [...pass.rows.values()], complete: true }
    limit = fitting(pass, limit)
    last = pass
  }
  return { rows: [...(last?.rows.values() ?? [])], complete: false }
}
