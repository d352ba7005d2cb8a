import type { Reading } from '../port.ts'

/** What one answer of a paged list says. A row that cannot be read is `null`. */
export type Page<T> = { rows: (T | null)[]; total: number | null }

/**
 * What `offset` counts. The vendor calls it the page to start from (ShowApiAuthInfos, ListApigApps, ListServices); other
 * lists of the same family count rows, so it is learned by comparing two pages.
 */
export type Meaning = 'page' | 'row'

export type Source<T> = {
  fetch: (offset: number) => Promise<Page<T>>
  limit: number
  keyOf: (row: T) => string
  /** Outlives one reading: what was learned of the list's offset. */
  memory: { meaning: Meaning | null }
  /** Whether `total` may count what is not listed: the vendor does not say whether it respects the filters. */
  doubtTotal?: boolean
}

/** Readings of a list that contradicts itself, after the first. */
const REREADS = 3
const MOST_PAGES = 5_000
const AT_ONCE = 4

/** What one pass over the pages gathered. */
type Pass<T> = {
  rows: Map<string, T>
  /** Whether no page contradicted another one. */
  sound: boolean
  /** Whether one answer held the whole list: only then the list could not change underneath. */
  single: boolean
}

type Gathering<T> = { source: Source<T>; pass: Pass<T>; first: Page<T> }

/** What is known of the offset, and the second page if it was read to learn that. */
type Learned<T> = { meaning: Meaning; second: Page<T> | null }

/** Takes a page's rows in. A row seen before or unreadable makes the pass unsound. */
function take<T>({ source, pass }: Gathering<T>, page: Page<T>): void {
  for (const row of page.rows) {
    const key = row === null ? null : source.keyOf(row)
    if (row === null || key === null || pass.rows.has(key)) pass.sound = false
    else pass.rows.set(key, row)
  }
}

const keysOf = <T>({ keyOf }: Source<T>, page: Page<T>): (string | null)[] =>
  page.rows.map((row) => (row === null ? null : keyOf(row)))

const isRepeat = <T>({ pass, source }: Gathering<T>, page: Page<T>): boolean =>
  page.rows.every((row) => row !== null && pass.rows.has(source.keyOf(row)))

/** Compares the answers at offsets 0 and 1: rows that moved up by one count rows, other rows are another page. */
function meaningOf<T>(source: Source<T>, first: Page<T>, second: Page<T>): Meaning | null {
  if (first.total !== second.total || second.rows.length === 0) return null
  const [a, b] = [keysOf(source, first), keysOf(source, second)]
  if (!b.some((key) => a.includes(key))) return 'page'
  return a.length > 1 && a.slice(1).every((key, i) => b[i] === key) ? 'row' : null
}

const offsetOf = (meaning: Meaning, page: number, size: number): number => (meaning === 'page' ? page : page * size)

function nth<T>({ source, first }: Gathering<T>, { meaning, second }: Learned<T>, index: number): Promise<Page<T>> {
  if (index === 1 && second !== null && meaning === 'page') return Promise.resolve(second)
  return source.fetch(offsetOf(meaning, index, first.rows.length))
}

/** The pages of a list whose length is known, some at a time. */
async function gatherCounted<T>(gathering: Gathering<T>, learned: Learned<T>): Promise<void> {
  const { pass, first } = gathering
  const total = first.total ?? 0
  const size = first.rows.length
  const pages = Math.ceil(total / size)
  if (pages > MOST_PAGES) pass.sound = false

  for (let next = 1; next < pages && pass.sound; next += AT_ONCE) {
    const indices = Array.from({ length: Math.min(AT_ONCE, pages - next) }, (_, i) => next + i)
    const batch = await Promise.all(indices.map((index) => nth(gathering, learned, index)))
    for (const [i, page] of batch.entries()) {
      take(gathering, page)
      const expected = Math.min(size, total - (next + i) * size)
      if (page.total !== total || page.rows.length !== expected) pass.sound = false
    }
  }
  if (pass.rows.size !== total) pass.sound = false
}

/**
 * Whether the list ends before this page. Some lists begin anew after their end, others repeat their last page; but a
 * full first page that is only repeated may be a list that does not know offsets at all.
 */
function endsBefore<T>({ source, pass, first }: Gathering<T>, page: Page<T>): boolean {
  if (page.total !== first.total) return false
  const past = pass.rows.size > first.rows.length || first.rows.length < source.limit
  return page.rows.length === 0 || past
}

/** The pages of a list whose length is not known, one after the other until one brings nothing new. */
async function gatherUncounted<T>(gathering: Gathering<T>, learned: Learned<T>): Promise<void> {
  const { pass, first } = gathering
  for (let index = 1; pass.sound && pass.rows.size !== first.total; index += 1) {
    const page = await nth(gathering, learned, index)
    if (isRepeat(gathering, page)) {
      pass.sound = endsBefore(gathering, page)
      return
    }
    take(gathering, page)
    if (page.total !== first.total || index >= MOST_PAGES) pass.sound = false
  }
}

async function readOnce<T>(source: Source<T>): Promise<Pass<T>> {
  const first = await source.fetch(0)
  const pass: Pass<T> = { rows: new Map(), sound: true, single: false }
  const gathering = { source, pass, first }
  take(gathering, first)
  const size = first.rows.length
  if (first.total === null ? size === 0 : size >= first.total) {
    pass.single = first.total !== null
    if (first.total !== null && size !== first.total) pass.sound = false
    return pass
  }
  if (size === 0) {
    pass.sound = false
    return pass
  }
  return readRest(gathering)
}

async function readRest<T>(gathering: Gathering<T>): Promise<Pass<T>> {
  const { source, pass, first } = gathering
  const counted = first.total !== null
  // With one row to a page both meanings are the same.
  let meaning = first.rows.length === 1 ? 'page' : source.memory.meaning
  let second: Page<T> | null = null
  if (meaning === null) {
    second = await source.fetch(1)
    meaning = meaningOf(source, first, second)
    source.memory.meaning = meaning
  }
  if (meaning !== null) await (counted ? gatherCounted : gatherUncounted)(gathering, { meaning, second })
  // Nothing follows the first page, so it is the whole list, whatever offset means.
  else if (counted || second === null || !isRepeat(gathering, second) || !endsBefore(gathering, second))
    pass.sound = false
  return pass
}

const isSame = <T>(a: Pass<T> | null, b: Pass<T>): boolean =>
  a !== null && a.rows.size === b.rows.size && [...b.rows.keys()].every((key) => a.rows.has(key))

/**
 * Reads a whole list. A list of several pages can change between them without any page showing it, so it counts as
 * complete when two readings in a row are sound and agree; a list within one answer is complete at once.
 */
export async function readAll<T>(source: Source<T>): Promise<Reading<T>> {
  let last: Pass<T> | null = null
  for (let readings = 0; readings <= REREADS; readings += 1) {
    const pass: Pass<T> = await readOnce(source)
    const agreed = last?.sound === true && isSame(last, pass)
    if (pass.sound && (pass.single || agreed)) return { rows: [...pass.rows.values()], complete: true }
    if (!pass.sound) source.memory.meaning = null
    last = pass
  }
  return { rows: [...(last?.rows.values() ?? [])], complete: false }
}

async function learn<T>(source: Source<T>): Promise<Meaning> {
  const [first, second] = await Promise.all([source.fetch(0), source.fetch(1)])
  source.memory.meaning = meaningOf(source, first, second)
  return source.memory.meaning ?? 'page'
}

/** One page of `limit` rows, counted from zero, under either meaning of `offset`. */
export async function readPage<T>(source: Source<T>, page: number): Promise<Page<T>> {
  const { limit, memory } = source
  if (page === 0 || limit === 1) return source.fetch(page)
  const known = memory.meaning
  const answer = await source.fetch(offsetOf(known ?? (await learn(source)), page, limit))
  const expected = answer.total === null ? null : Math.max(0, Math.min(limit, answer.total - page * limit))
  if (known === null || source.doubtTotal === true || expected === null || expected === answer.rows.length)
    return answer

  // What was learned before does not fit any more.
  const meaning = await learn(source)
  return meaning === known ? answer : source.fetch(offsetOf(meaning, page, limit))
}
