import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { listConnections, refreshConnection } from '@grantdesk/shared/connections'
import { signInAsPersona } from '@grantdesk/shared/identity'
import { compose, type House } from '../src/compose.ts'
import type { DemoScopes, PERSONAS } from '../src/identity/index.ts'
import type { Log } from '../src/kernel/log.ts'
import { type Database, openDatabase } from '../src/storage/database.ts'
import { createClouds } from '../src/upstream/clouds.ts'
import { type Simulator, startSimulator, type WorldDraft } from '../simulator/index.ts'
import { postgresAddress, testDatabase } from './databases.ts'
import { HttpClient } from './http-client.ts'
import { smallConnection, smallScopes, smallWorld, type TestConnection } from './small-world.ts'
import { Watch } from './watch.ts'

export type PersonaId = (typeof PERSONAS)[number]['id']

/** Time that runs, and can be moved ahead or stopped; the house and its cloud share it. */
export class TestClock {
  #ahead = Date.parse('2026-11-21T08:00:00.000Z') - Date.now()
  #stoppedAt: number | null = null

  now = (): Date => new Date(this.#stoppedAt ?? Date.now() + this.#ahead)

  ahead(ms: number): void {
    if (this.#stoppedAt !== null) this.#stoppedAt += ms
    else this.#ahead += ms
  }

  stop(): void {
    this.#stoppedAt = this.now().getTime()
  }
}

/** What the house has logged. */
export type LogLine = { level: keyof Log; facts: Record<string, unknown>; text: string }

/** Short waits where the product has long ones, so that a silent cloud is soon found silent. */
const QUICK = {
  readDeadlineMs: 8_000,
  writeDeadlineMs: 2_500,
  connectMs: 2_000,
  retries: 1,
  backoff: { baseMs: 10, capMs: 30 },
  breakAfter: 1_000,
}

export type Setup = {
  /** Where it stores: a database of its own, or the address of one that another house of the test has, too. */
  database?: 'pglite' | 'postgres' | { url: string } | { shared: Database }
  /** The simulated cloud of another house. */
  simulator?: Simulator
  clock?: TestClock
  world?: WorldDraft
  connections?: readonly TestConnection[]
  scopes?: DemoScopes
  demo?: boolean
  signInsPerMinute?: number
  limits?: Parameters<typeof createClouds>[2]
  webFolder?: string
  /** Does not wait for the first reading of the cloud. */
  unread?: boolean
}

/** By this name the houses of the tests are reached, whatever port they listen on. */
const HOST = 'grantdesk.test'

export type TestHouse = Awaited<ReturnType<typeof startHouse>>

/** The whole server as the product composes it, on a database of its own, with the simulated cloud and a clock to move. */
export async function startHouse(setup: Setup = {}) {
  const clock = setup.clock ?? new TestClock()
  const simulator = setup.simulator ?? (await planted(setup.world ?? smallWorld, clock))
  const { database, url } = await storageOf(setup.database ?? 'pglite')
  const log = recordingLog()
  const house = await compose(partsOf({ setup, clock, simulator, database, log }))
  await house.open()
  await house.identity.ensureDemoPeople(setup.scopes ?? smallScopes)
  house.server.listen(0, '127.0.0.1')
  await once(house.server, 'listening')
  const { port } = house.server.address() as AddressInfo
  const watch = new Watch()
  const visitor = (): HttpClient => new HttpClient({ port, host: HOST, watch })
  const as = (persona: PersonaId) => signedIn(visitor(), persona)
  if (setup.unread !== true) await readOnce(await as('li-wei'))
  const close = closing({ setup, house, simulator, database, log, watch })
  return {
    house,
    simulator,
    cloud: simulator.control,
    clock,
    database,
    url,
    port,
    log,
    watch,
    as,
    visitor,
    close,
  }
}

type Beginning = { setup: Setup; clock: TestClock; simulator: Simulator; database: Database; log: RecordingLog }

function partsOf({ setup, clock, simulator, database, log }: Beginning): Parameters<typeof compose>[0] {
  const connections = setup.connections ?? [smallConnection()]
  const clouds = connections.map(({ cloud }) => ({ ...cloud, endpoint: simulator.url }))
  return {
    database,
    clock,
    log,
    clouds: createClouds(clouds, clock, { ...QUICK, ...setup.limits }),
    connections: connections.map(({ configured }) => configured),
    origin: new URL(`http://${HOST}`),
    proxies: 0,
    version: '0.0.0-test',
    webFolder: setup.webFolder ?? '/nonexistent',
    signInsPerMinute: setup.signInsPerMinute ?? 10_000,
    secret: 'Zq8'.repeat(16),
    demo: setup.demo ?? true,
  }
}

async function planted(world: WorldDraft, clock: TestClock): Promise<Simulator> {
  const simulator = await startSimulator({ seed: 'empty', clock })
  simulator.control.plant(world)
  return simulator
}

async function storageOf(where: NonNullable<Setup['database']>): Promise<{ database: Database; url: string | null }> {
  if (where === 'pglite') return { database: await testDatabase(), url: null }
  if (where !== 'postgres' && 'shared' in where) return { database: where.shared, url: null }
  const url = where === 'postgres' ? await postgresAddress() : where.url
  return { database: await openDatabase({ url }), url }
}

export type RecordingLog = Log & { lines: LogLine[] }

function recordingLog(): RecordingLog {
  const lines: LogLine[] = []
  const at =
    (level: keyof Log) =>
    (facts: LogLine['facts'], text: string): void =>
      void lines.push({ level, facts, text })
  return { lines, error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

async function signedIn(client: HttpClient, persona: PersonaId): Promise<HttpClient> {
  ;(await client.call(signInAsPersona, { body: { persona } })).ok()
  return client
}

const READING_MS = 40_000

/** Waits until every connection has been read once; on a busy machine a reading may take a second try. */
async function readOnce(client: HttpClient): Promise<void> {
  const until = performance.now() + READING_MS
  for (;;) {
    const { rows } = (await client.call(listConnections, {})).ok()
    if (rows.every(({ freshness }) => freshness.state === 'fresh')) return
    for (const { id, freshness } of rows) {
      if (freshness.state === 'failed') await client.call(refreshConnection, { params: { connection: id } })
    }
    if (performance.now() > until)
      throw new Error(`not read: ${JSON.stringify(rows.map(({ freshness }) => freshness))}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

type Ending = Pick<Beginning, 'setup' | 'simulator' | 'database' | 'log'> & { house: House; watch: Watch }

/** Closes what was opened here, and fails when anything that left the house should not have. */
const closing =
  ({ setup, house, simulator, database, log, watch }: Ending) =>
  async (): Promise<void> => {
    await house.close()
    const isShared = typeof setup.database === 'object' && 'shared' in setup.database
    if (!isShared) await database.close()
    if (!setup.simulator) await simulator.close()
    for (const line of log.lines) watch.text(`the log (${line.text})`, JSON.stringify(line))
    if (watch.faults.length > 0) throw new Error(watch.faults.join('\n'))
  }
