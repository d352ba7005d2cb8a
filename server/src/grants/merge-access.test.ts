import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccessQuery, Cloud, SeenAccess } from '../upstream/port.ts'
import { type From, MergedAccess } from './merge-access.ts'
import { accessReader } from './read-access.ts'

const QUERY: AccessQuery = { show: 'all', sort: 'name', order: 'asc', page: 0, limit: 50 }

const accessOf = (name: string, authorized: boolean): SeenAccess => ({
  app: {
    appId: `id of ${name}`,
    name,
    type: null,
    remark: null,
    creator: null,
    project: null,
    boundApis: null,
    createdAt: null,
    updatedAt: null,
  },
  authorized,
})

/** A cloud that shows each identity its own part of one sorted list. */
function cloudOf(lists: Record<string, readonly SeenAccess[]>): { from: From; calls: () => number } {
  let calls = 0
  const accessPage: Cloud['accessPage'] = (door, _api, { show, page, limit }) => {
    calls += 1
    const shown = (lists[door.identity] ?? []).filter(
      (row) => show === 'all' || row.authorized === (show === 'authorized'),
    )
    const start = page * limit
    return Promise.resolve({
      rows: shown.slice(start, start + limit),
      total: shown.length,
      more: shown.length > start + limit,
    })
  }
  const from = {
    cloud: { accessPage },
    connection: 'c',
    identities: Object.keys(lists),
    api: { serviceId: 's', apiId: 'a' },
    readAt: new Date('2026-11-21T12:00:00.000Z'),
  }
  return { from, calls: () => calls }
}

const pad = (n: number): string => `app-${String(n).padStart(6, '0')}`
const world = (size: number): SeenAccess[] => Array.from({ length: size }, (_, n) => accessOf(pad(n), n % 7 === 0))

describe('the lists of several identities as one', () => {
  test('each app comes exactly once and in the order of the cloud, however far one reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 700 }),
        fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 13 }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 800 }),
        async (size, masks, length) => {
          const all = world(size)
          const seenBy = (mask: boolean[]) => all.filter((_, n) => mask[n % mask.length])
          const { from } = cloudOf(Object.fromEntries(masks.map((mask, i) => [`i${i}`, seenBy(mask)])))
          const expected = all.filter((_, n) => masks.some((mask) => mask[n % mask.length]))
          const { rows, more } = await new MergedAccess(from, QUERY).upTo(length)
          expect(rows.map(({ app }) => app.name)).toEqual(expected.slice(0, length).map(({ app }) => app.name))
          expect(more).toBe(expected.length > length)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a list whose order is not ours still shows each app once', async () => {
    const names = ['é', 'b', 'Z', 'a', '中']
    const rows = names.map((name) => accessOf(name, false))
    const { from } = cloudOf({ one: rows, two: [...rows].reverse() })
    const { rows: merged } = await new MergedAccess(from, QUERY).upTo(10)
    expect(merged.map(({ app }) => app.name).toSorted()).toEqual(names.toSorted())
  })
})

describe('a page of many apps', () => {
  test('reads no more than it shows, and tells no total that nobody knows', async () => {
    const { from, calls } = cloudOf({ one: world(20_000), two: world(20_000) })
    const page = await accessReader()(from, QUERY)
    expect(page.rows).toHaveLength(50)
    expect(page).toMatchObject({ more: true, total: null, counts: { all: null, unauthorized: null } })
    expect(calls()).toBeLessThanOrEqual(6)
  })

  test('goes on where the page before ended', async () => {
    const { from } = cloudOf({ one: world(2_000), two: world(1_999) })
    const read = accessReader()
    const names: string[] = []
    for (let page = 0, more = true; more; page += 1) {
      const answer = await read(from, { ...QUERY, show: 'unauthorized', page })
      names.push(...answer.rows.map(({ app }) => app.name))
      more = answer.more
    }
    expect(names).toEqual(
      world(2_000)
        .filter((row) => !row.authorized)
        .map(({ app }) => app.name),
    )
  })

  test('of few apps tells exact totals', async () => {
    const { from } = cloudOf({ one: world(70), two: world(100) })
    const page = await accessReader()(from, { ...QUERY, show: 'authorized' })
    expect(page.counts).toEqual({ all: 100, authorized: 15, unauthorized: 85 })
    expect(page.rows).toHaveLength(15)
  })
})
