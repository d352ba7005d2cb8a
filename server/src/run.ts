import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { Config, Secrets } from './config.ts'
import { compose, type House } from './compose.ts'
import { PERSONAS } from './identity/index.ts'
import { type Clock, shiftedClock } from './kernel/clock.ts'
import { createLog } from './log.ts'
import { buildWeb } from './start/build-web.ts'
import { type DemoCloud, startDemoCloud } from './start/demo-cloud.ts'
import { keepKind, keepSecret, WrongKind } from './start/house-facts.ts'
import { realClouds } from './start/real-clouds.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { migrate } from './storage/migrate.ts'
import { createClouds } from './upstream/clouds.ts'

export type Start = {
  root: string
  config: Config
  secrets: Secrets
  /** Tells the person who starts the house. */
  announce: (line: string) => void
  complain: (line: string) => void
  /** Gives the data folder free. */
  free: () => void
}

/** Generous where everybody is the same machine, strict where strangers come. */
const SIGN_INS_PER_MINUTE = { demo: 300, real: 10 }

/** Opens the house and keeps it open until a signal ends it. */
export async function run(start: Start): Promise<void> {
  const { config, secrets, root } = start
  const clock = shiftedClock()
  const web = buildWeb(root)
  const cloud = config.demo
    ? startDemoCloud(root, config.dataFolder, (offset) => clock.shift(offset))
    : Promise.resolve(null)
  const where = secrets.databaseUrl ? { url: secrets.databaseUrl.reveal() } : { folder: config.dataFolder }
  const database = await openDatabase(where)
  try {
    await migrate(database)
    await keepKind(database, config.demo)
    await live(start, { database, clock, web, demo: await cloud })
  } catch (fault) {
    start.complain(
      fault instanceof WrongKind
        ? fault.message
        : `Grantdesk cannot start: ${fault instanceof Error ? fault.message : String(fault)}`,
    )
    process.exitCode = 1
  } finally {
    await cloud.then((demo) => demo?.stop()).catch(() => {})
    await database.close()
    start.free()
  }
  process.exit()
}

type Opened = { database: Database; clock: Clock; web: Promise<unknown>; demo: DemoCloud | null }

async function live(start: Start, { database, clock, web, demo }: Opened): Promise<void> {
  const { config, secrets, root, announce } = start
  const log = createLog(config.log)
  const connections = [...(demo?.connections ?? []), ...realClouds(config.connections, secrets.credentials)]
  const origin = config.origin ?? new URL(`http://localhost:${config.port || (await freePort())}`)
  const house = await compose({
    database,
    clock,
    log,
    clouds: createClouds(
      connections.map((one) => one.cloud),
      clock,
    ),
    connections: connections.map((one) => one.configured),
    origin,
    proxies: config.proxies,
    version: versionOf(root),
    webFolder: join(root, 'web/dist'),
    signInsPerMinute: config.demo ? SIGN_INS_PER_MINUTE.demo : SIGN_INS_PER_MINUTE.real,
    secret: secrets.session?.reveal() ?? (await keepSecret(database)),
    demo: config.demo,
  })
  await house.open()
  if (demo) await house.identity.ensureDemoPeople(demo.scopes)
  await web
  house.server.listen(config.origin ? config.port : Number(origin.port), config.host)
  await once(house.server, 'listening')
  await tell(announce, { house, demo, origin })
  await untilSignal()
  await house.close()
}

async function tell(
  announce: Start['announce'],
  { house, demo, origin }: { house: House; demo: DemoCloud | null; origin: URL },
): Promise<void> {
  announce(`Grantdesk: ${origin.origin}`)
  if (demo) {
    announce('Sign in with one click as:')
    for (const { name, title } of PERSONAS) announce(`  ${name}: ${title}`)
    announce(`Simulator control: ${demo.controlUrl}`)
  }
  const code = await house.identity.firstAdminCode()
  if (code !== null) announce(`Make the first admin with this one-time code: ${code}`)
}

/** A port that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version

async function untilSignal(): Promise<void> {
  const stop = new AbortController()
  await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal, { signal: stop.signal })))
  stop.abort()
}
