import type { Change } from '@grantdesk/shared/changes'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onBoth, onPostgres, postgresDatabase } from '../../test/databases.ts'
import type { Database } from '../storage/database.ts'
import type { ApiReading } from './reading.ts'
import { type GrantRow, grantStore } from './store.ts'

const AT = new Date('2026-11-21T12:00:00.000Z')
const later = (ms: number): Date => new Date(AT.getTime() + ms)

const inUnit = <T>(database: Database, story: (store: ReturnType<typeof grantStore>) => Promise<T>): Promise<T> =>
  database.db.transaction().execute((tx) => story(grantStore(tx)))

const observe = (database: Database, reading: Partial<ApiReading>): Promise<void> =>
  inUnit(database, (store) =>
    store.observe({ api: 'api', authorized: [], unauthorized: [], readAt: AT, ...reading }, 'north'),
  )

onBoth('the rows of grants', (open) => {
  let database: Database
  beforeEach(async () => {
    database = await open()
  })
  afterEach(() => database.close())

  const see = (reading: Partial<ApiReading>): Promise<void> => observe(database, reading)
  const row = async (app = 'a'): Promise<GrantRow | undefined> => (await grantStore(database.db).of('api', [app]))[0]

  /** Writes down that a change of ours is under way, or how it ended. */
  const changed = (state: Change['state'], settledAt: Date | null): Promise<void> =>
    inUnit(database, async (store) => {
      const rows = await store.lock('api', ['a'], 'north')
      const change = { id: 'x' as Change['id'], state, by: 'Li Wei', at: AT.toISOString(), cloud: null }
      const settled = { ...change, settledAt: settledAt?.toISOString() ?? null }
      await store.save([...rows.values()].map((one) => ({ ...one, wanted: 'on' as const, change: settled })))
    })

  it('are made by what a reading shows', async () => {
    await see({ authorized: ['b', 'a'], unauthorized: ['c'] })
    expect(await row('a')).toMatchObject({ actual: 'on', wanted: null, verifiedAt: AT, version: 0 })
    expect(await row('c')).toBeUndefined()
  })

  it('get a new version when a reading shows another state', async () => {
    await see({ authorized: ['a', 'b'] })
    await see({ authorized: ['a'], unauthorized: ['b'], readAt: later(1_000) })
    expect([await row('a'), await row('b')]).toMatchObject([
      { actual: 'on', version: 0, verifiedAt: later(1_000) },
      { actual: 'off', version: 1, verifiedAt: later(1_000) },
    ])
  })

  it('end by a whole reading, and only by a whole one', async () => {
    await see({ authorized: ['a', 'b'] })
    await see({ authorized: ['b'], readAt: later(1_000) })
    expect(await row('a')).toMatchObject({ actual: 'on', verifiedAt: AT })
    await see({ authorized: ['b'], unauthorized: 'others', readAt: later(2_000) })
    expect(await row('a')).toMatchObject({ actual: 'off' })
  })

  it('take no reading that is older than what they know', async () => {
    await see({ authorized: ['a'], readAt: later(5_000) })
    await see({ unauthorized: 'others', readAt: AT })
    expect(await row()).toMatchObject({ actual: 'on', verifiedAt: later(5_000), version: 0 })
  })

  it('keep their version while a change of ours is under way', async () => {
    await see({ unauthorized: [], authorized: ['a'] })
    await changed('unknown', null)
    await see({ unauthorized: ['a'], readAt: later(1_000) })
    expect(await row()).toMatchObject({ actual: 'off', version: 0 })
  })

  it('believe no reading that contradicts what was verified a moment ago', async () => {
    await see({ authorized: ['a'] })
    await changed('done', later(1_000))
    await see({ unauthorized: ['a'], readAt: later(15_000) })
    expect(await row()).toMatchObject({ actual: 'on', version: 0 })
    await see({ unauthorized: ['a'], readAt: later(16_001) })
    expect(await row()).toMatchObject({ actual: 'off', version: 1 })
  })

  it("keep the cloud's id as long as there is an authorization", async () => {
    await see({ authorized: ['a', 'b'] })
    await inUnit(database, (store) => store.keepAuthIds('api', [{ app: 'a', authId: 'id-of-a' }]))
    expect([(await row('a'))?.authId, (await row('b'))?.authId]).toEqual(['id-of-a', null])
    await see({ unauthorized: 'others', readAt: later(1_000) })
    expect((await row('a'))?.authId).toBeNull()
  })

  it('are made where they are missing when they are held', async () => {
    const held = await inUnit(database, (store) => store.lock('api', ['b', 'a', 'b'], 'north'))
    expect([...held.keys()]).toEqual(['a', 'b'])
    expect(held.get('a')).toMatchObject({ actual: null, wanted: null, version: 0, change: null })
  })
})

onPostgres('rows that are read and switched at the same time', () => {
  let database: Database
  beforeEach(async () => {
    database = await postgresDatabase()
  })
  afterEach(() => database.close())

  const apps = Array.from({ length: 60 }, (_, n) => `app-${String(n).padStart(2, '0')}`)

  describe('never wait for each other in a circle', () => {
    it.each([
      ['when they are there', apps],
      ['when some come into being', apps.filter((_, n) => n % 3 === 0)],
    ])('%s', async (_, before) => {
      await observe(database, { authorized: before })
      const backwards = apps.toReversed()
      for (let n = 1; n < 25; n++) {
        const readAt = later(n * 60_000)
        const hold = (names: readonly string[]) =>
          inUnit(database, async (store) => store.save([...(await store.lock('api', names, 'north')).values()]))
        await Promise.all([
          observe(database, { authorized: backwards, readAt }),
          hold(apps),
          observe(database, { authorized: apps.slice(20), unauthorized: 'others', readAt: later(n * 60_000 + 1) }),
          hold(backwards.slice(10)),
          observe(database, { authorized: backwards.slice(0, 30), unauthorized: apps.slice(0, 30), readAt }),
        ])
      }
      const rows = await grantStore(database.db).of('api', apps)
      expect(rows).toHaveLength(apps.length)
    })
  })
})
