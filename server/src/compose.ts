import { createServer, type Server } from 'node:http'
import { OPERATIONS } from '@grantdesk/shared/operations'
import { type ApiListStore, apiListStore, apiRoutes, apiStore, pickIdentity } from './apis/index.ts'
import { createApp } from './app.ts'
import { appListStore, appRoutes, appStore } from './apps/index.ts'
import { auditRoutes, createSealer } from './audit/index.ts'
import { Carrier, type CarryNeeds, carryOut, ChangeStore, changeRoutes } from './changes/index.ts'
import {
  type ConfiguredConnection,
  connectionRoutes,
  connectionStore,
  ensureConnections,
  knownConnections,
} from './connections/index.ts'
import { accessReader, ApisOfAppStore, GrantStore, grantRoutes, switching, viewGrant } from './grants/index.ts'
import { healthRoutes } from './health/index.ts'
import type { Door } from './http/bind.ts'
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

/** Joins all parts, top to bottom: storage, clockwork, clouds, rooms, front door. */
export async function compose(parts: Parts) {
  const { database, clock, log, clouds } = parts
  const { db } = database

  const jobs = createJobs({ database, log })
  const sealer = createSealer({ database, log })
  const wakes = { seal: () => sealer.nudge(), carry: (line: string) => carrier.wake(line) }
  const work = createWork({ database, clock, bind: (unit) => storesOf(unit, { wakes, jobs }) })

  const connections = connectionStore(db)
  const known = knownConnections({ connections })
  const directory = directoryOf(db)
  const cloudOf = (connection: string) => clouds.of(connection)
  const { maySwitch, allowed } = switching(pickIdentity)
  const readersOf = async (connection: string): Promise<string[]> =>
    ((await known()).get(connection)?.identities ?? [])
      .filter(({ duties }) => duties.includes('read'))
      .map(({ label }) => label)

  const identity = await createIdentity({ ...parts, work, namesOf: namesOf(db) })
  const carrying: CarryNeeds = {
    reads: new ChangeStore(db),
    work,
    targetOf: directory.target,
    serviceOf: directory.place,
    callersOf: directory.callers,
    cloudOf,
    writesOf: async (connection) => (await known()).get(connection)?.writes ?? 'delta',
    pick: pickIdentity,
    clock,
    log,
  }
  const carrier = new Carrier({ lines: new ChangeStore(db), carryOut: carryOut(carrying), clock, log })
  const reading = { work, connections: known, cloudOf, readersOf, clock, log }

  const routes = (door: Door): void => {
    const lists: Pick<ApiListStore, 'page' | 'countApis'> = apiListStore(db)
    const appLists = appListStore(db)
    healthRoutes(door, { version: parts.version, ping: () => database.query('select 1') })
    identityRoutes(door, identity.operations)
    connectionRoutes(door, { connections, countsOf: countsOf(db) })
    apiRoutes(door, { ...apiStore(db), ...besideApis(db), page: lists.page })
    appRoutes(door, { ...appStore(db), page: appLists.page, connections: known, ownersOf: identity.ownersOf })
    grantRoutes(door, {
      directory,
      cloudOf,
      readAccess: accessReader(),
      work,
      clock,
      allowed,
      grants: new GrantStore(db),
      apisOfApp: new ApisOfAppStore(db),
    })
    changeRoutes(door, { work, clock, maySwitch, allowed, viewGrant, pick: pickIdentity })
    inventoryRoutes(door, {
      refreshConnection: { work },
      refreshService: { work, place: directory.place, readersOf, cloudOf, clock },
      count: { countApis: lists.countApis, countApps: appLists.countApps, connections: known },
    })
    auditRoutes(door, { database, clock })
  }

  const app = createApp({ ...parts, cookie: COOKIE, endpoints: OPERATIONS, actorOf: identity.actorOf, routes })
  const server: Server = createServer({ maxHeaderSize: 16_384, requestTimeout: 30_000 }, app)
  let deafen: (() => Promise<void>) | undefined

  return {
    server,
    identity,
    work,
    carrier,
    sealer,
    /** Opens the house: everything but the front door, which `server.listen` opens. */
    async open(): Promise<void> {
      await ensureConnections({ work, alone: database.engine === 'pglite' })(parts.connections)
      await jobs.start([...inventoryJobs(reading), forgetKeys({ database, clock })], TIMETABLE)
      deafen = await database.listen(LINES, (line) => carrier.wake(line))
      await sealer.start()
      carrier.start()
    },
    /** Lets what is under way end, and closes everything that was opened here; the storage is the caller's. */
    async close(): Promise<void> {
      await new Promise<void>((resolve) => {
        if (!server.listening) return resolve()
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 2_000).unref()
      })
      await carrier.stop()
      await jobs.stop()
      await deafen?.()
      await sealer.stop()
      await clouds.close()
    },
  }
}
