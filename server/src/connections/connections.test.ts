import { afterEach, beforeEach, expect, it } from 'vitest'
import { onBoth, onPostgres, postgresDatabase } from '../../test/databases.ts'
import { testClock } from '../../test/inventory-bench.ts'
import type { Database } from '../storage/database.ts'
import { createWork, type Work } from '../storage/work.ts'
import type { ConfiguredConnection } from './configured.ts'
import { ensureConnections } from './ensure-connections.ts'
import { knownConnections } from './known-connections.ts'
import { listConnections } from './list-connections.ts'
import { connectionStore, type ConnectionStore } from './store.ts'

const north: ConfiguredConnection = {
  id: 'north',
  label: '北方 north',
  service: 'modelarts',
  region: 'cn-north-4',
  project: 'p1',
  workspace: null,
  writes: 'delta',
  identities: [
    { label: 'reader', duties: ['read'] },
    { label: 'claims', duties: ['read', 'grant'] },
  ],
}
const south: ConfiguredConnection = { ...north, id: 'south', label: 'south', writes: 'replace', identities: [] }

const fault = { kind: 'forbidden', status: 403, code: 'ModelArts.0108', message: '无权限', requestId: null }

onBoth('configured connections', (open) => {
  let database: Database
  let work: Work<{ connections: ConnectionStore; at: Date }>
  const clock = testClock()
  beforeEach(async () => {
    database = await open()
    work = createWork({ database, clock, bind: ({ tx, at }) => ({ connections: connectionStore(tx), at }) })
  })
  afterEach(() => database.close())

  const ensure = (configured: readonly ConfiguredConnection[], alone = true) =>
    ensureConnections({ work, alone })(configured)
  const store = () => connectionStore(database.db)
  const list = async () =>
    (
      await listConnections({
        connections: store(),
        countsOf: async () => new Map([['south', { services: 1, apis: 2, apps: 3, grants: 4 }]]),
      })()
    ).rows

  it('are listed in the order of the configuration, each with what is known of it', async () => {
    await ensure([south, north])
    const [first, second] = await list()
    expect(first).toMatchObject({
      id: 'south',
      writes: 'replace',
      counts: { services: 1, apis: 2, apps: 3, grants: 4 },
    })
    expect(second).toEqual({
      ...north,
      identities: north.identities.map((identity) => ({ ...identity, cloudUser: null })),
      counts: { services: 0, apis: 0, apps: 0, grants: 0 },
      freshness: { state: 'never', readAt: null, done: null, of: null, fault: null },
    })
  })

  it('may tell the cloud user of an identity, and more than is kept', async () => {
    const told = { label: 'reader', duties: ['read'] as const, cloudUser: 'u-reader' }
    const more = { ...north, endpoint: 'https://modelarts.example', identities: [told] }
    await ensure([more])
    await ensure([more])
    const [only] = await list()
    expect(only?.identities).toEqual([told])
  })

  it('win over what is stored, which keeps what it learned', async () => {
    await ensure([north])
    await store().learnUser('north', 'claims', 'u-claims')
    await ensure([{ ...north, label: 'renamed', identities: [{ label: 'claims', duties: ['read'] }] }])
    const [only] = await list()
    expect(only).toMatchObject({
      label: 'renamed',
      identities: [{ label: 'claims', duties: ['read'], cloudUser: 'u-claims' }],
    })
  })

  it('go when they are not configured any more, and come back with their history', async () => {
    await ensure([north, south])
    const run = (await store().beginReading('north', clock.now())) ?? 0
    await store().finishReading('north', run, { fault: null, at: clock.now() })
    await ensure([south])
    expect((await list()).map(({ id }) => id)).toEqual(['south'])
    expect(await store().find('north')).toBeUndefined()
    expect(await store().beginReading('north', clock.now())).toBeUndefined()
    await ensure([north, south])
    expect((await list())[0]?.freshness).toMatchObject({ state: 'fresh', readAt: clock.now().toISOString() })
    await ensure([])
    expect(await list()).toEqual([])
  })

  it('are being read by nobody when the only process starts', async () => {
    await ensure([north])
    await store().beginReading('north', clock.now())
    await ensure([north], false)
    expect((await list())[0]?.freshness.state).toBe('reading')
    await ensure([north], true)
    expect((await list())[0]?.freshness.state).toBe('never')
  })

  it('tell how far their reading is, and keep the last whole one while it fails', async () => {
    await ensure([north])
    const begin = async () => (await store().beginReading('north', clock.now())) ?? 0
    const freshness = async () => (await list())[0]?.freshness
    const first = await begin()
    expect(await store().progress('north', first, { done: 3, of: 10, at: clock.now() })).toBe(true)
    expect(await freshness()).toEqual({ state: 'reading', readAt: null, done: 3, of: 10, fault: null })
    const readAt = clock.now()
    expect(await store().finishReading('north', first, { fault: null, at: readAt })).toBe(true)
    expect(await store().progress('north', first, { done: 4, of: 10, at: clock.now() })).toBe(false)
    clock.tick()
    const second = await begin()
    await store().finishReading('north', second, { fault, at: clock.now() })
    expect(await freshness()).toEqual({ state: 'failed', readAt: readAt.toISOString(), done: null, of: null, fault })
    const third = await begin()
    await store().abandonReading('north', third)
    expect((await freshness())?.state).toBe('failed')
  })

  it('are known to other rooms with their identities', async () => {
    await ensure([north])
    const known = await knownConnections({ connections: store() })()
    expect([...known.keys()]).toEqual(['north'])
    expect(known.get('north')?.identities.map(({ label }) => label)).toEqual(['reader', 'claims'])
  })
})

onPostgres('two processes', () => {
  it('do not begin to read the same connection at the same time', async () => {
    const database = await postgresDatabase()
    const clock = testClock()
    const work = createWork({ database, clock, bind: ({ tx, at }) => ({ connections: connectionStore(tx), at }) })
    await ensureConnections({ work, alone: false })([north])
    const runs = await Promise.all(
      Array.from({ length: 12 }, () => work(null, ({ connections, at }) => connections.beginReading('north', at))),
    )
    expect(runs.filter((run) => run !== undefined)).toEqual([1])
    await database.close()
  })
})
