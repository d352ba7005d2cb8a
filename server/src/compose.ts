import { createServer, type Server } from 'node:http'
import { OPERATIONS } from '@grantdesk/shared/operations'
import { apiListStore, apiRoutes, apiStore, pickIdentity } from './apis/index.ts'
import { createApp } from './app.ts'
import { appListStore, appRoutes, appStore } from './apps/index.ts'
import { auditRoutes, createSealer } from './audit/index.ts'
import { Carrier, carryOut, changeRoutes, changeStore, lineStore } from './changes/index.ts'
import {
  type ConfiguredConnection,
  connectionRoutes,
  connectionStore,
  ensureConnections,
  knownConnections,
} from './connections/index.ts'
import { accessReader, apisOfAppStore, grantRoutes, grantStore, switching, viewGrant } from './grants/index.ts'
import { healthRoutes } from './health/index.ts'
import type { Door } from './http/bind.ts'
import { answerUnreadable } from './http/unreadable.ts'
import { COOKIE, createIdentity, identityRoutes } from './identity/index.ts'
import { inventoryJobs, inventoryRoutes } from './inventory/index.ts'
import { forgetKeys } from './jobs/forget-keys.ts'
import { createJobs } from './jobs/runner.ts'
import { TIMETABLE } from './jobs/timetable.ts'
import type { Clock } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import type { Database } from './storage/database.ts'
import { createWork } from './storage/work.ts'
import { besideApis, countsOf, directoryOf, LINES, namesOf, storesOf } from './stores.ts'
import type { Clouds } from './upstream/clouds.ts'

/** What the house is made of; tests give other parts. */
export type Parts = {
  database: Database
  clock: Clock
  log: Log
  clouds: Clouds
  connections: readonly ConfiguredConnection[]
  origin: URL
  /** Proxies before the house whose word about the client's address is taken. */
  proxies: number
  version: string
  webFolder: string
  signInsPerMinute: number
  /** Signs session cookies. */
  secret: string
  demo: boolean
}

export type House = Awaited<ReturnType<typeof compose>>

/** Joins all parts, top to bottom: cellar, rooms, front door. */
export async function compose(parts: Parts) {
  const cellar = createCellar(parts)
  const rooms = await createRooms(parts, cellar)
  const routes = (door: Door): void => bindRoutes(door, parts, { ...cellar, ...rooms })
  const { actorOf } = rooms.identity
  const app = createApp({ ...parts, cookie: COOKIE, endpoints: OPERATIONS, actorOf, routes })
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 30_000, requireHostHeader: false }, app)
  answerUnreadable(server)
  return { server, ...cellar, ...rooms, ...lifeOf(parts, { ...cellar, ...rooms }, server) }
}

type Cellar = ReturnType<typeof createCellar>
type Rooms = Awaited<ReturnType<typeof createRooms>>

/** Storage, clockwork, the chain of the audit log, and the worker of the changes. */
function createCellar({ database, clock, log, clouds }: Parts) {
  const { db } = database
  const jobs = createJobs({ database, log })
  const sealer = createSealer({ database, log })
  const wakes = { seal: () => sealer.nudge(), carry: (line: string) => carrier.wake(line) }
  const work = createWork({ database, clock, bind: (unit) => storesOf(unit, { wakes, jobs }) })
  const known = knownConnections({ connections: connectionStore(db) })
  const directory = directoryOf(db)
  const cloudOf = (connection: string) => clouds.of(connection)
  const lines = lineStore(db)
  const carry = carryOut({
    reads: changeStore(db),
    work,
    targetOf: (api) => directory.target(api),
    serviceOf: (service) => directory.place(service),
    callersOf: (apps) => directory.callers(apps),
    cloudOf,
    writesOf: async (connection) => (await known()).get(connection)?.writes ?? 'delta',
    pick: pickIdentity,
    clock,
    log,
  })
  const carrier = new Carrier({ lines, carryOut: carry, clock, log })
  return { jobs, sealer, work, known, directory, cloudOf, lines, carrier }
}

async function createRooms(parts: Parts, { work, known, cloudOf }: Cellar) {
  const { clock, log, database } = parts
  const identity = await createIdentity({ ...parts, work, namesOf: namesOf(database.db) })
  const readersOf = async (connection: string): Promise<string[]> => {
    const identities = (await known()).get(connection)?.identities ?? []
    return identities.filter(({ duties }) => duties.includes('read')).map(({ label }) => label)
  }
  const reading = { work, connections: known, cloudOf, readersOf, clock, log }
  return { identity, reading, ...switching(pickIdentity) }
}

/** Every operation of every room, bound to its contract. */
function bindRoutes(door: Door, { database, clock, version }: Parts, house: Cellar & Rooms): void {
  const { db } = database
  const { work, known, directory, cloudOf, identity, reading, allowed, maySwitch } = house
  const apis = apiListStore(db)
  const apps = appListStore(db)
  healthRoutes(door, { version, ping: () => database.query('select 1') })
  identityRoutes(door, identity.operations)
  connectionRoutes(door, { connections: connectionStore(db), countsOf: countsOf(db) })
  apiRoutes(door, { ...apiStore(db), ...besideApis(db), page: (query, within) => apis.page(query, within) })
  appRoutes(door, {
    ...appStore(db),
    page: (query, within) => apps.page(query, within),
    connections: known,
    ownersOf: identity.ownersOf,
  })
  const grants = { grants: grantStore(db), apisOfApp: apisOfAppStore(db), readAccess: accessReader() }
  grantRoutes(door, { ...grants, directory, cloudOf, work, clock, allowed })
  changeRoutes(door, { work, clock, maySwitch, allowed, viewGrant, pick: pickIdentity })
  inventoryRoutes(door, {
    refreshConnection: { work },
    refreshService: { ...reading, place: (service) => directory.place(service) },
    count: {
      countApis: (within) => apis.countApis(within),
      countApps: (within) => apps.countApps(within),
      connections: known,
    },
  })
  auditRoutes(door, { database, clock })
}

/** Opens and closes everything but the front door's listening and the storage: those are the caller's. */
function lifeOf({ database, clock, connections, clouds, version }: Parts, house: Cellar & Rooms, server: Server) {
  const { work, jobs, sealer, lines, carrier, reading } = house
  const alone = database.engine === 'pglite'
  let deafen: (() => Promise<void>) | undefined
  return {
    async open(): Promise<void> {
      await work(null, async ({ audit }) => audit.add({ kind: 'house.opened', by: null, about: {}, data: { version } }))
      await ensureConnections({ work, alone })(connections)
      if (alone) await lines.freeAll()
      await jobs.start([...inventoryJobs(reading), forgetKeys({ database, clock })], TIMETABLE)
      deafen = await database.listen(LINES, (line) => carrier.wake(line))
      await sealer.start()
      carrier.start()
    },
    /** Lets what is under way end. */
    async close(): Promise<void> {
      await closeDoor(server)
      await Promise.all([carrier.stop(), jobs.stop()])
      // A call that the cloud does not answer is cut, and is written down as such while there is a storage.
      await clouds.close()
      await carrier.stop()
      await deafen?.()
      await sealer.stop()
    },
  }
}

const DOOR_MS = 2_000

/** Takes nobody in any more, and lets those inside finish for a moment. */
async function closeDoor(server: Server): Promise<void> {
  if (!server.listening) return
  const late = setTimeout(() => server.closeAllConnections(), DOOR_MS)
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  clearTimeout(late)
}
