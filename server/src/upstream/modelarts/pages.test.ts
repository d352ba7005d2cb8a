import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Meaning, type Page, readAll, readPage, type Source } from './pages.ts'

type Row = { id: string }
type Cloud = {
  rows: Row[]
  meaning: Meaning
  /** The cloud's own largest page. */
  cap?: number
  /** What the answer says of the total; the truth unless told otherwise. */
  total?: (rows: readonly Row[]) => number | null
  /** What is given for an offset behind the end. */
  behind?: 'nothing' | 'first page' | 'last page'
  /** Called before each answer, to change the list underneath. */
  before?: (call: number) => void
}

const list = (size: number): Row[] => Array.from({ length: size }, (_, i) => ({ id: `a${i}` }))

function sourceOf(cloud: Cloud, limit: number): Source<Row> & { calls: number[] } {
  const calls: number[] = []
  const fetch = (offset: number): Promise<Page<Row>> => {
    cloud.before?.(calls.length)
    calls.push(offset)
    const size = Math.min(limit, cloud.cap ?? limit)
    const pages = Math.max(1, Math.ceil(cloud.rows.length / size))
    const wanted = cloud.meaning === 'page' ? offset : offset / size
    const beyond = { nothing: wanted, 'first page': 0, 'last page': pages - 1 }[cloud.behind ?? 'nothing']
    const start = (wanted < pages ? wanted : beyond) * size
    const total = cloud.total === undefined ? cloud.rows.length : cloud.total(cloud.rows)
    return Promise.resolve({ rows: cloud.rows.slice(start, start + size), total })
  }
  return { fetch, limit, keyOf: (row) => row.id, memory: { meaning: null }, calls }
}

const ids = (rows: readonly (Row | null)[]): (string | undefined)[] => rows.map((row) => row?.id)
const meaning = fc.constantFrom<Meaning>('page', 'row')

test('reads each row exactly once, whatever the total, the page size and the meaning of offset', async () => {
  const size = fc.integer({ min: 0, max: 60 })
  const limit = fc.integer({ min: 1, max: 20 })
  const cap = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined })
  await fc.assert(
    fc.asyncProperty(size, limit, fc.tuple(meaning, cap), async (total, asked, [offset, most]) => {
      const cloud: Cloud = { rows: list(total), meaning: offset, ...(most === undefined ? {} : { cap: most }) }
      const reading = await readAll(sourceOf(cloud, asked))
      expect(reading.complete).toBe(true)
      expect(ids(reading.rows)).toEqual(ids(cloud.rows))
    }),
    { numRuns: 2000 },
  )
})

test('every total up to 24 at every page size up to 9 under both meanings', async () => {
  for (const offset of ['page', 'row'] as const) {
    for (let total = 0; total <= 24; total += 1) {
      for (let limit = 1; limit <= 9; limit += 1) {
        const cloud: Cloud = { rows: list(total), meaning: offset }
        const reading = await readAll(sourceOf(cloud, limit))
        expect([offset, total, limit, reading.complete, ids(reading.rows)]).toEqual([
          offset,
          total,
          limit,
          true,
          ids(cloud.rows),
        ])
      }
    }
  }
})

test('reads a list without a total to its end, also where the end repeats a page', async () => {
  const size = fc.integer({ min: 0, max: 40 })
  const limit = fc.integer({ min: 2, max: 12 })
  const behind = fc.constantFrom<NonNullable<Cloud['behind']>>('nothing', 'first page', 'last page')
  await fc.assert(
    fc.asyncProperty(size, limit, fc.tuple(meaning, behind), async (total, asked, [offset, end]) => {
      const cloud: Cloud = { rows: list(total), meaning: offset, behind: end, total: () => null }
      const reading = await readAll(sourceOf(cloud, asked))
      expect(ids(reading.rows)).toEqual(ids(cloud.rows))
      // One full page that is all there ever is cannot be told from a cloud that ignores offsets.
      expect(reading.complete).toBe(total !== asked || end === 'nothing')
    }),
    { numRuns: 1000 },
  )
})

/** Changes a list while it is read, and remembers every state that it was in. */
function changing(size: number, edits: { at: number; remove: number; add: boolean }[]) {
  const cloud: Cloud = { rows: list(size), meaning: 'page' }
  const states: string[] = [JSON.stringify(cloud.rows)]
  let fresh = 0
  cloud.before = (call) => {
    for (const edit of edits.filter(({ at }) => at === call)) {
      const rows = cloud.rows.filter((_, i) => i !== edit.remove)
      fresh += 1
      cloud.rows = edit.add ? [...rows, { id: `new${fresh}` }] : rows
      states.push(JSON.stringify(cloud.rows))
    }
  }
  return { cloud, states }
}

const edits = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 20 }), remove: fc.integer({ min: 0, max: 30 }), add: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
)

test('calls a list that changes while it is read complete only when it is the truth of one moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.tuple(fc.integer({ min: 1, max: 7 }), meaning),
      edits,
      async (size, [limit, offset], changes) => {
        const { cloud, states } = changing(size, changes)
        cloud.meaning = offset
        const reading = await readAll(sourceOf(cloud, limit))
        const isTrue = states.includes(JSON.stringify(reading.rows))
        expect(isTrue || !reading.complete).toBe(true)
        expect(new Set(ids(reading.rows)).size).toBe(reading.rows.length)
      },
    ),
    { numRuns: 3000 },
  )
})

test('reads again when the list shrank, and is complete then', async () => {
  const { cloud } = changing(25, [{ at: 2, remove: 0, add: false }])
  const reading = await readAll(sourceOf(cloud, 10))
  expect(reading).toEqual({ rows: cloud.rows, complete: true })
})

test('gives up on a list that never agrees with itself, without doubling or endless reading', async () => {
  const { cloud } = changing(
    40,
    Array.from({ length: 200 }, (_, at) => ({ at, remove: 0, add: true })),
  )
  const source = sourceOf(cloud, 10)
  const reading = await readAll(source)
  expect(reading.complete).toBe(false)
  expect(source.calls.length).toBeLessThan(40)
  expect(new Set(ids(reading.rows)).size).toBe(reading.rows.length)
})

test('keeps a list open in which a row cannot be read', async () => {
  const source = {
    ...sourceOf({ rows: [], meaning: 'page' }, 10),
    fetch: () => Promise.resolve({ rows: [{ id: 'a' }, null], total: 2 }),
  }
  expect(await readAll(source)).toEqual({ rows: [{ id: 'a' }], complete: false })
})

test('keeps a list open whose rows repeat, whose pages say too little or whose total is absurd', async () => {
  const twice = sourceOf({ rows: [...list(3), { id: 'a0' }], meaning: 'page' }, 10)
  const short = sourceOf({ rows: list(15), meaning: 'page', total: () => 30 }, 10)
  const less = sourceOf({ rows: list(15), meaning: 'page', total: () => 5 }, 10)
  const absurd = sourceOf({ rows: list(15), meaning: 'page', total: () => 1e12 }, 10)
  for (const source of [twice, short, less, absurd]) {
    const reading = await readAll(source)
    expect(reading.complete).toBe(false)
    expect(source.calls.length).toBeLessThan(30)
    expect(new Set(ids(reading.rows)).size).toBe(reading.rows.length)
  }
})

test('keeps a list open when the cloud ignores offsets', async () => {
  const fetch = (): Promise<Page<Row>> => Promise.resolve({ rows: list(10), total: null })
  const source = { ...sourceOf({ rows: [], meaning: 'page' }, 10), fetch }
  expect(await readAll(source)).toEqual({ rows: list(10), complete: false })
})

test('gives our page whatever offset counts', async () => {
  const args = fc.tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 0, max: 12 }),
  )
  await fc.assert(
    fc.asyncProperty(args, meaning, async ([total, limit, page], offset) => {
      const cloud: Cloud = { rows: list(total), meaning: offset }
      const answer = await readPage(sourceOf(cloud, limit), page)
      expect(ids(answer.rows)).toEqual(ids(cloud.rows.slice(page * limit, (page + 1) * limit)))
    }),
    { numRuns: 1000 },
  )
})

test('learns anew what offset counts when an answer does not fit', async () => {
  const cloud: Cloud = { rows: list(25), meaning: 'row' }
  const source = sourceOf(cloud, 10)
  source.memory.meaning = 'page'
  expect(ids((await readPage(source, 2)).rows)).toEqual(ids(cloud.rows.slice(20)))
  expect(source.memory.meaning).toBe('row')
})

test('reads up to four pages at once when the meaning is known', async () => {
  const cloud: Cloud = { rows: list(100), meaning: 'page' }
  const source = sourceOf(cloud, 10)
  let [now, most] = [0, 0]
  const fetch = async (offset: number): Promise<Page<Row>> => {
    now += 1
    most = Math.max(most, now)
    await new Promise((done) => setTimeout(done, 2))
    now -= 1
    return source.fetch(offset)
  }
  expect((await readAll({ ...source, fetch })).complete).toBe(true)
  expect(most).toBe(4)
})
