import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onBoth, onPostgres, postgresDatabase } from '../../test/databases.ts'
import type { Database } from '../storage/database.ts'
import { lineStore } from './line-store.ts'
import { changeStore, type NewIntent } from './store.ts'

const AT = new Date('2026-11-21T12:00:00.000Z')
const later = (ms: number): Date => new Date(AT.getTime() + ms)

const wish = (app: string): NewIntent => ({
  kind: 'switch',
  connection: 'north',
  service: 's',
  api: 'line',
  app,
  wanted: 'on',
  apps: null,
  person: 'li-wei',
  personName: 'Li Wei',
  at: AT,
})

const add = (database: Database, apps: readonly string[]): Promise<number[]> =>
  database.db.transaction().execute(async (tx) => {
    const rows = await changeStore(tx).add('line', apps.map(wish), AT)
    return rows.map(({ number }) => number)
  })

/** Whether a promise is still open after a while in which it could have ended. */
const isWaiting = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => false), new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 250))])

onBoth('a line of changes', (open) => {
  let database: Database
  beforeEach(async () => {
    database = await open()
    await add(database, ['a', 'b'])
  })
  afterEach(() => database.close())

  const lines = () => lineStore(database.db)
  const lease = (holder: string, at: Date) =>
    lines().lease('line', holder, { at, until: new Date(at.getTime() + 1_000) })
  const due = async (at: Date) => (await lines().due(at)).map(({ line }) => line)

  it('numbers its wishes from one', async () => {
    expect(await add(database, ['c'])).toEqual([3])
    expect((await changeStore(database.db).open('line')).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('has one worker, until he gives it back or dies', async () => {
    expect(await lease('one', AT)).toBe(2)
    expect(await lease('two', later(999))).toBeUndefined()
    expect(await lease('one', later(999))).toBe(2)
    expect(await lease('two', later(1_500))).toBeUndefined()
    expect(await lease('two', later(1_999))).toBe(2)
    await lines().release('line', 'one', { dueAt: null, seen: 2, at: AT })
    expect(await lease('three', later(2_000))).toBeUndefined()
    await lines().release('line', 'two', { dueAt: null, seen: 2, at: AT })
    expect(await lease('three', later(2_000))).toBe(2)
  })

  it('is due until it was carried, and then again when it is told', async () => {
    expect(await due(AT)).toEqual(['line'])
    await lease('one', AT)
    expect(await due(later(500))).toEqual([])
    expect(await due(later(1_000))).toEqual(['line'])
    await lines().release('line', 'one', { dueAt: later(5_000), seen: 2, at: AT })
    expect([await due(later(4_999)), await due(later(5_000))]).toEqual([[], ['line']])
  })

  it('stays due when a wish came while it was carried', async () => {
    await lease('one', AT)
    await add(database, ['c'])
    await lines().release('line', 'one', { dueAt: null, seen: 2, at: AT })
    expect(await due(AT)).toEqual(['line'])
  })

  it('lets nothing be sent by a worker who has lost it', async () => {
    await lease('one', AT)
    await lease('two', later(2_000))
    const attempt = (holder: string) =>
      database.db.transaction().execute(async (tx) => {
        const [first] = await changeStore(tx).open('line')
        const call = { holder, identity: 'Team', operation: 'grant' as const, apps: ['a'], at: later(2_000) }
        return changeStore(tx).attempt('line', call, [first?.id ?? ''])
      })
    await expect(attempt('one')).rejects.toThrow('another worker')
    expect((await database.query('select count(*)::int as n from attempt')).rows).toEqual([{ n: 0 }])
    await attempt('two')
    expect((await changeStore(database.db).open('line'))[0]).toMatchObject({ state: 'sending', attempts: 1 })
  })

  it('is given free for the only worker after a death', async () => {
    await lease('one', AT)
    await lines().freeAll()
    expect(await lease('two', later(1))).toBe(2)
  })
})

onPostgres('two writers on one line', () => {
  let database: Database
  beforeEach(async () => {
    database = await postgresDatabase()
  })
  afterEach(() => database.close())

  /** A unit of work that has taken its numbers and stays open until it is let go. */
  async function openUnit(apps: readonly string[]) {
    const taken = Promise.withResolvers<number[]>()
    const gate = Promise.withResolvers<void>()
    const unit = database.db.transaction().execute(async (tx) => {
      const rows = await changeStore(tx).add('line', apps.map(wish), AT)
      taken.resolve(rows.map(({ number }) => number))
      await gate.promise
    })
    unit.catch(() => {})
    return {
      numbers: await taken.promise,
      unit,
      commit: () => gate.resolve(),
      fail: () => gate.reject(new Error('no')),
    }
  }

  describe('take their numbers in the order in which they commit', () => {
    it('so the second waits for the first', async () => {
      const first = await openUnit(['a', 'b'])
      const second = add(database, ['c'])
      expect(await isWaiting(second)).toBe(true)
      first.commit()
      expect([first.numbers, await second]).toEqual([[1, 2], [3]])
    })

    it('and one that fails leaves no gap', async () => {
      await add(database, ['a'])
      const first = await openUnit(['b', 'c'])
      const second = add(database, ['d'])
      expect(await isWaiting(second)).toBe(true)
      first.fail()
      expect([first.numbers, await second]).toEqual([[2, 3], [2]])
    })

    it('and many leave none either', async () => {
      const all = await Promise.all(Array.from({ length: 40 }, (_, n) => add(database, [`a${n}`, `b${n}`])))
      expect(all.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, n) => n + 1))
      for (const [one = 0, two] of all) expect(two).toBe(one + 1)
    })
  })

  it('who both want its lease: one gets it', async () => {
    await add(database, ['a'])
    for (let n = 0; n < 20; n++) {
      const at = later(n * 10_000)
      const want = (holder: string) =>
        lineStore(database.db).lease('line', holder, { at, until: new Date(at.getTime() + 5_000) })
      const got = await Promise.all([want(`one-${n}`), want(`two-${n}`), want(`three-${n}`)])
      expect(got.filter((number) => number !== undefined)).toHaveLength(1)
    }
  })

  it('a wish whose unit ends after its line was given back makes it due', async () => {
    await add(database, ['a'])
    const lines = lineStore(database.db)
    const seen = (await lines.lease('line', 'one', { at: AT, until: later(1_000) })) ?? 0
    const late = await openUnit(['b'])
    const release = lines.release('line', 'one', { dueAt: null, seen, at: AT })
    expect(await isWaiting(release)).toBe(true)
    late.commit()
    await release
    expect(await lines.due(AT)).toEqual([{ line: 'line' }])
  })

  it('an attempt and the loss of the line exclude each other', async () => {
    await add(database, ['a'])
    const lines = lineStore(database.db)
    await lines.lease('line', 'one', { at: AT, until: later(1_000) })
    const gate = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    const attempt = database.db.transaction().execute(async (tx) => {
      const [first] = await changeStore(tx).open('line')
      const call = { holder: 'one', identity: 'Team', operation: 'grant' as const, apps: ['a'], at: AT }
      await changeStore(tx).attempt('line', call, [first?.id ?? ''])
      written.resolve()
      await gate.promise
    })
    await written.promise
    const taking = lines.lease('line', 'two', { at: later(5_000), until: later(9_000) })
    expect(await isWaiting(taking)).toBe(true)
    gate.resolve()
    await attempt
    expect(await taking).toBe(1)
  })
})
