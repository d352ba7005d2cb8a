import type { ConfiguredConnection } from '../src/connections/index.ts'
import { apiDirectory, apiListStore, apiStore } from '../src/apis/index.ts'
import { appListStore, appStore } from '../src/apps/index.ts'
import { recorder } from '../src/audit/index.ts'
import { connectionStore, ensureConnections, knownConnections, showConnection } from '../src/connections/index.ts'
import { GrantStore } from '../src/grants/index.ts'
import { readConnection } from '../src/inventory/read-connection.ts'
import type { Actor } from '../src/kernel/permit.ts'
import { silentLog } from '../src/kernel/log.ts'
import type { Database, Db } from '../src/storage/database.ts'
import { createWork, type Unit } from '../src/storage/work.ts'
import { createClouds } from '../src/upstream/clouds.ts'
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

/** The rooms of the inventory on a real storage and an in-process cloud, without HTTP of our own and without jobs. */
export async function inventoryBench({ seed = 'demo', database }: { seed?: Seed; database?: Database } = {}) {
  const clock = testClock()
  const house = database ?? (await testDatabase())
  const simulator = await startSimulator({ seed, clock })
  const clouds = createClouds(
    demoConnections.map(({ identities, ...connection }) => ({
      ...connection,
      service: 'modelarts' as const,
      endpoint: simulator.url,
      identities: identities.map(({ label, accessKey, secretKey }) => ({
        label,
        credential: { accessKey, secretKey },
      })),
    })),
    clock,
  )
  const queued: { job: string; data: object }[] = []
  const roomsOf = (db: Db) => {
    const connections = connectionStore(db)
    const apis = apiStore(db)
    const known = knownConnections({ connections })
    const services = apiDirectory({ ...apis, connections: known, registrationsOf: async () => new Map() })
    const shown = showConnection({ connections, countsOf: async () => new Map() })
    const queue = { add: async (job: string, data: object) => void queued.push({ job, data }) }
    return { connections, apis, apps: appStore(db), grants: new GrantStore(db), services, shown, queue, known }
  }
  const storesOf = (unit: Unit) => ({ ...roomsOf(unit.tx), audit: recorder(unit), at: unit.at })
  const work = createWork({ database: house, clock, bind: storesOf })
  const reads = roomsOf(house.db)
  await ensureConnections({ work, alone: true })(configured)
  const readersOf = async (connection: string): Promise<string[]> => {
    const identities = (await reads.known()).get(connection)?.identities ?? []
    return identities.filter(({ duties }) => duties.includes('read')).map(({ label }) => label)
  }
  const needs = { work, cloudOf: clouds.of, readersOf, clock, log: silentLog }
  const lists = { apis: apiListStore(house.db), apps: appListStore(house.db) }

  return {
    database: house,
    simulator,
    clouds,
    clock,
    configured,
    queued,
    reads,
    lists,
    storesOf,
    work,
    needs,
    /** Reads a connection whole, as the job does. */
    async crawl(connection: string, signal: AbortSignal = new AbortController().signal): Promise<void> {
      clock.tick()
      const run = await work(null, ({ connections, at }) => connections.beginReading(connection, at))
      if (run === undefined) throw new Error('it is being read already')
      await readConnection(needs)({ connection, run }, signal)
    },
    freshness: async (connection: string) => (await reads.shown(connection))?.freshness,
    events: async () => {
      const { rows } = await house.query('select kind, about, canonical from audit_event order by at, id')
      return rows
    },
    async close() {
      await clouds.close()
      await simulator.close()
      await house.close()
    },
  }
}
