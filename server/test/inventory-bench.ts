import { apiDirectory, apiListStore, apiStore } from '../src/apis/index.ts'
import { appListStore, appStore } from '../src/apps/index.ts'
import { recorder } from '../src/audit/index.ts'
import {
  type ConfiguredConnection,
  type ConnectionStore,
  connectionStore,
  ensureConnections,
  knownConnections,
  showConnection,
} from '../src/connections/index.ts'
import { grantStore } from '../src/grants/index.ts'
import { readConnection } from '../src/inventory/reading/read-connection.ts'
import type { Clock } from '../src/kernel/clock.ts'
import type { Actor } from '../src/kernel/permit.ts'
import { silentLog } from '../src/kernel/log.ts'
import type { Db } from '../src/storage/tables.ts'
import { createWork, type Unit, type Work } from '../src/storage/work.ts'
import { type Clouds, createClouds } from '../src/upstream/clouds.ts'
import type { ReadNeeds } from '../src/inventory/reading/read-connection.ts'
import type { Cloud } from '../src/upstream/port.ts'
import { demoConnections } from '../simulator/demo-accounts.ts'
import { type Seed, startSimulator } from '../simulator/index.ts'
import { testDatabase } from './databases.ts'

export type InventoryBench = Awaited<ReturnType<typeof inventoryBench>>

export const NORTH = 'modelarts-cn-north-4'
export const SOUTHEAST = 'modelarts-ap-southeast-1'

const FIRST_DAY = '2026-11-21T08:00:00.000Z'

/** Time that moves only when it is told to. */
export function testClock(first = FIRST_DAY) {
  let at = new Date(first).getTime()
  return {
    now: () => new Date(at),
    tick: (ms = 60_000) => {
      at += ms
    },
  }
}

export const reviewer: Actor = {
  id: 'reviewer',
  name: 'Wei Zhang',
  email: 'wei@example.com',
  roles: [{ role: 'reviewer', scope: { of: 'everything' } }],
}

export const bystander: Actor = { id: 'bystander', name: 'Anna', email: 'anna@example.com', roles: [] }

const configured = demoConnections.map(
  ({ id, label, region, project, workspace, identities }): ConfiguredConnection => ({
    id,
    label,
    service: 'modelarts',
    region,
    project,
    workspace,
    writes: 'delta',
    identities: identities.map(({ label, duties }) => ({ label, duties })),
  }),
)

type Queued = { job: string; data: object }[]

const roomsOf = (db: Db, queued: Queued) => {
  const connections = connectionStore(db)
  const apis = apiStore(db)
  const known = knownConnections({ connections })
  return {
    connections,
    apis,
    known,
    apps: appStore(db),
    grants: grantStore(db),
    services: apiDirectory({ ...apis, connections: known, registrationsOf: async () => new Map() }),
    shown: showConnection({ connections, countsOf: async () => new Map() }),
    queue: { add: async (job: string, data: object) => void queued.push({ job, data }) },
  }
}

const cloudsAt = (endpoint: string, clock: Clock): Clouds =>
  createClouds(
    demoConnections.map(({ identities, ...connection }) => ({
      ...connection,
      service: 'modelarts' as const,
      endpoint,
      identities: identities.map(({ label, accessKey, secretKey }) => ({
        label,
        credential: { accessKey, secretKey },
      })),
    })),
    clock,
  )

/** The rooms of the inventory on a real storage and an in-process cloud, without HTTP of our own and without jobs. */
export async function inventoryBench({ seed = 'demo' }: { seed?: Seed } = {}) {
  const clock = testClock()
  const database = await testDatabase()
  const simulator = await startSimulator({ seed, clock })
  const clouds = cloudsAt(simulator.url, clock)
  const queued: Queued = []
  const storesOf = (unit: Unit) => ({ ...roomsOf(unit.tx, queued), audit: recorder(unit), at: unit.at })
  const work = createWork({ database, clock, bind: storesOf })
  const reads = roomsOf(database.db, queued)
  await ensureConnections({ work, alone: true })(configured)
  const readersOf = async (connection: string): Promise<string[]> => {
    const identities = (await reads.known()).get(connection)?.identities ?? []
    return identities.filter(({ duties }) => duties.includes('read')).map(({ label }) => label)
  }
  const cloudOf = (connection: string): Cloud => clouds.of(connection)
  const needs: ReadNeeds = { work, cloudOf, readersOf, clock, log: silentLog }
  const parts = { database, simulator, clock, queued, reads, storesOf, work, needs }
  const lists = { apis: apiListStore(database.db), apps: appListStore(database.db) }

  return {
    ...parts,
    lists,
    crawl: (connection: string, signal?: AbortSignal) => crawl(parts, connection, signal),
    freshness: async (connection: string) => (await reads.shown(connection))?.freshness,
    events: async () => (await database.query('select kind, about, canonical from audit_event order by at, id')).rows,
    async close() {
      await clouds.close()
      await simulator.close()
      await database.close()
    },
  }
}

type Parts = {
  clock: ReturnType<typeof testClock>
  work: Work<{ connections: ConnectionStore; at: Date }>
  needs: ReadNeeds
}

/** Reads a connection whole, a minute after whatever was before, as the job does. */
async function crawl(
  { clock, work, needs }: Parts,
  connection: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  clock.tick()
  const run = await work(null, ({ connections, at }) => connections.beginReading(connection, at))
  if (run === undefined) throw new Error('it is being read already')
  await readConnection(needs)({ connection, run }, signal)
}
