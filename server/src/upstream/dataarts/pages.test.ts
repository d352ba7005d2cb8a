import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Page, readAll, type Source } from './pages.ts'

type Row = { id: string }
type Behind = 'nothing' | 'first page' | 'last page'

type Cloud = {
  rows: Row[]
  /** The cloud's own largest page. */
  cap?: number
  /** What the answer says of the total; the truth unless told otherwise. */
  total?: (rows: readonly Row[]) => number | null
  /** What is given for an offset behind the end. */
  behind?: Behind
  /** Whether it gives the first page whatever is asked. */
  ignoresOffset?: boolean
  /** Called before each answer, to change the list underneath. */
  before?: (call: number) => void
}

const list = (size: number): Row[] => Array.from({ length: size }, (_, i) => ({ id: `a${i}` }))

/** Where a page starts: rows are counted, rounded down to whole pages. */
function startOf(cloud: Cloud, offset: number, size: number): number {
  if (cloud.ignoresOffset === true) return 0
  const wanted = offset - (offset % size)
  if (wanted < cloud.rows.length) return wanted
  const last = Math.max(0, Math.ceil(cloud.rows.length / size) - 1) * size
  return { nothing: wanted, 'first page': 0, 'last page': last }[cloud.behind ?? 'nothing']
}

function sourceOf(cloud: Cloud, limit: number): Source<Row> & { calls: [offset: number, limit: number][] } {
  const calls: [number, number][] = []
  const fetch = (index: number, asked: number): Promise<Page<Row>> => {
    cloud.before?.(calls.length)
    calls.push([index * asked, asked])
    const size = Math.min(asked, cloud.cap ?? asked)
    const start = startOf(cloud, index * asked, size)
    const total = cloud.total === undefined ? cloud.rows.length : cloud.total(cloud.rows)
    return Promise.resolve({ rows: cloud.rows.slice(start, start + size), total })
  }
  return { fetch, limit, keyOf: (row) => row.id, calls }
}

const ids = (rows: readonly Row[]): string[] => rows.map((row) => row.id)
const behind = fc.constantFrom<Behind>('nothing', 'first page', 'last page')
const caps = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined })
const capped = (cap: number | undefined): Pick<Cloud, 'cap'> => (cap === undefined ? {} : { cap })

test('reads each row exactly once, whatever the total, the page size and the end of the list', async () => {
  const size = fc.integer({ min: 0, max: 60 })
  const limit = fc.integer({ min: 1, max: 20 })
  await fc.assert(
    fc.asyncProperty(size, limit, fc.tuple(behind, caps), async (total, asked, [end, cap]) => {
      const cloud: Cloud = { rows: list(total), behind: end, ...capped(cap) }
      const source = sourceOf(cloud, asked)
      const reading = await readAll(source)
      expect([reading.complete, ids(reading.rows)]).toEqual([true, ids(cloud.rows)])
      expect(source.calls.every(([offset, rows]) => offset % rows === 0)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('every total up to 24 at every page size up to 9, and never behind the end', async () => {
  for (let total = 0; total <= 24; total += 1) {
    for (let limit = 1; limit <= 9; limit += 1) {
      const cloud: Cloud = { rows: list(total), behind: 'first page' }
      const source = sourceOf(cloud, limit)
      const reading = await readAll(source)
      expect([total, limit, reading.complete, ids(reading.rows)]).toEqual([total, limit, true, ids(cloud.rows)])
      expect(source.calls.every(([offset]) => offset === 0 || offset < total)).toBe(true)
    }
  }
})

test('reads a list without a total to its end, also where the end repeats a page or pages are cut smaller', async () => {
  const size = fc.integer({ min: 0, max: 40 })
  const limit = fc.integer({ min: 2, max: 12 })
  await fc.assert(
    fc.asyncProperty(size, limit, fc.tuple(behind, caps), async (total, asked, [end, cap]) => {
      const cloud: Cloud = { rows: list(total), behind: end, total: () => null, ...capped(cap) }
      const reading = await readAll(sourceOf(cloud, asked))
      expect(ids(reading.rows)).toEqual(ids(cloud.rows))
      // One full page that is all there ever is cannot be told from a cloud that ignores offsets.
      const page = Math.min(asked, cap ?? asked)
      expect(reading.complete).toBe(total !== asked || page !== asked || end === 'nothing')
    }),
    { numRuns: 2000 },
  )
})

type Edit = { at: number; remove: number; add: number | null }

/** Changes a list while it is read: rows go for good, new ones come anywhere. */
function changing(size: number, edits: readonly Edit[]) {
  const cloud: Cloud = { rows: list(size) }
  const stayed = new Set(ids(cloud.rows))
  let fresh = 0
  cloud.before = (call) => {
    for (const { remove, add } of edits.filter(({ at }) => at === call)) {
      const rows = cloud.rows.filter((_, i) => i !== remove)
      fresh += 1
      cloud.rows = add === null ? rows : rows.toSpliced(add, 0, { id: `new${fresh}` })
      for (const id of stayed) if (!cloud.rows.some((row) => row.id === id)) stayed.delete(id)
    }
  }
  return { cloud, stayed }
}

const edits = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 16 }),
    remove: fc.integer({ min: 0, max: 30 }),
    add: fc.option(fc.integer({ min: 0, max: 30 })),
  }),
  { minLength: 1, maxLength: 6 },
)

test('never misses a row that was there throughout in a reading called complete, and doubles none', async () => {
  let completed = 0
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.tuple(fc.integer({ min: 1, max: 7 }), caps, behind),
      edits,
      async (size, [limit, cap, end], changes) => {
        const { cloud, stayed } = changing(size, changes)
        Object.assign(cloud, { behind: end }, capped(cap))
        const source = sourceOf(cloud, limit)
        const reading = await readAll(source)
        const read = new Set(ids(reading.rows))
        expect(read.size).toBe(reading.rows.length)
        if (!reading.complete) return
        completed += 1
        expect([...stayed].filter((id) => !read.has(id))).toEqual([])
      },
    ),
    { numRuns: 5000 },
  )
  expect(completed).toBeGreaterThan(500)
})

test('reads again when the list shrank, and is complete then', async () => {
  const { cloud } = changing(25, [{ at: 1, remove: 0, add: null }])
  expect(await readAll(sourceOf(cloud, 10))).toEqual({ rows: cloud.rows, complete: true })
})

test('gives up on a list that never agrees with itself after three readings', async () => {
  const { cloud } = changing(
    40,
    Array.from({ length: 200 }, (_, at) => ({ at, remove: 0, add: 39 })),
  )
  const source = sourceOf(cloud, 10)
  const reading = await readAll(source)
  expect(reading.complete).toBe(false)
  expect(source.calls.length).toBeLessThanOrEqual(12)
  expect(new Set(ids(reading.rows)).size).toBe(reading.rows.length)
})

test('keeps a list open in which a row cannot be read', async () => {
  const fetch = () => Promise.resolve({ rows: [{ id: 'a' }, null], total: 2 })
  expect(await readAll({ ...sourceOf({ rows: [] }, 10), fetch })).toEqual({ rows: [{ id: 'a' }], complete: false })
})

function comingAndGoing(): () => number | null {
  let calls = 0
  return () => {
    calls += 1
    return calls % 2 === 0 ? 25 : null
  }
}

test.each<[string, Cloud]>([
  ['whose rows repeat', { rows: [...list(3), { id: 'a0' }] }],
  ['that says more than it gives', { rows: list(15), total: () => 30 }],
  ['that gives more than it says', { rows: list(15), total: () => 5 }],
  ['that counts rows but has none', { rows: [], total: () => 5 }],
  ['that always gives its first page', { rows: list(25), ignoresOffset: true }],
  ['that always gives its first page and no total', { rows: list(25), ignoresOffset: true, total: () => null }],
  ['with an absurd total', { rows: list(25), total: () => 2 ** 53 }],
  ['whose total comes and goes', { rows: list(25), total: comingAndGoing() }],
])('keeps a list open %s, and ends', async (_name, cloud) => {
  const source = sourceOf(cloud, 10)
  const reading = await readAll(source)
  expect(reading.complete).toBe(false)
  expect(new Set(ids(reading.rows)).size).toBe(reading.rows.length)
  expect(source.calls.length).toBeLessThan(20)
})
