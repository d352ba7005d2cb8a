import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config, Secrets } from './config.ts'
import { compose, type House } from './compose.ts'
import { PERSONAS } from './identity/index.ts'
import { type Clock, shiftedClock } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import { createLog } from './log.ts'
import { buildWeb } from './start/build-web.ts'
import { createClosing } from './start/closing.ts'
import { type DemoCloud, type DemoProcess, startDemoCloud } from './start/demo-cloud.ts'
import { keepKind, keepSecret, WrongKind } from './start/house-facts.ts'
import { freePort, listenOn, PortTaken } from './start/ports.ts'
import { realClouds } from './start/real-clouds.ts'
import { aborted } from './start/stop-signal.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { makeFolder } from './storage/first-folder.ts'
import { migrate } from './storage/migrate.ts'
import { createClouds } from './upstream/clouds.ts'

export type Start = {
  root: string
  config: Config
  secrets: Secrets
  /** Tells the person who starts the house. */
  announce: (line: string) => void
  complain: (line: string) => void
  /** Aborts when the house shall end. */
  stopping: AbortSignal
}

/** Generous where everybody is the same machine, strict where strangers come. */
const SIGN_INS_PER_MINUTE = { demo: 300, real: 10 }

/** Whoever has asked the house to stop gets the machine back in less than ten seconds. */
const CLOSING_MS = 8_000

/** Opens the house and keeps it open until it is asked to stop; resolves to the exit code. */
export async function run(start: Start): Promise<number> {
  const { stopping, complain } = start
  const log = createLog(start.config.log)
  endOnFall(start, log)
  const closing = createClosing()
  try {
    const opening = openHouse(start, log, closing)
    // Asked to stop before there is a house: nothing was acknowledged to anybody, so nothing needs to be waited for.
    if ((await Promise.race([opening, aborted(stopping)])) === undefined) return 0
    const { lost } = await opening
    const why = await Promise.race([aborted(stopping), lost])
    if (why === undefined) return 0
    complain(`The simulated cloud has ended (${why}), so Grantdesk ends too. Start it again: nothing is lost.`)
    return 1
  } catch (fault) {
    complain(isPlain(fault) ? fault.message : `Grantdesk cannot start: ${messageOf(fault)}`)
    return 1
  } finally {
    const left = await closing.all(CLOSING_MS)
    if (left.length > 0) log.warn({ left }, 'not all that was under way ended in time; the next start goes on with it')
  }
}

const isPlain = (fault: unknown): fault is Error => fault instanceof WrongKind || fault instanceof PortTaken

/** An address with several numbers fails once for each of them, and the whole has no words of its own. */
function messageOf(fault: unknown): string {
  if (fault instanceof AggregateError && fault.message === '') return fault.errors.map(messageOf).join('; ')
  return fault instanceof Error ? fault.message : String(fault)
}

/** An error that nobody expected leaves the house in a state that nobody knows: it ends, and what is stored is sound. */
function endOnFall({ complain, stopping }: Start, log: Log): void {
  process.on('uncaughtException', (fault) => {
    const told = { fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) }
    // Work that was cut off by the closing may end badly; the closing itself goes on.
    if (stopping.aborted) return log.warn(told, 'something fell while the house was closing')
    log.error(told, 'the house fell')
    complain(`Grantdesk has failed and ends: ${messageOf(fault)}`)
    process.exit(1)
  })
}

type Closing = ReturnType<typeof createClosing>

async function openHouse(start: Start, log: Log, closing: Closing): Promise<{ lost: Promise<string> }> {
  const { config, root, announce } = start
  const { host } = config
  const port = await freePort(config)
  const clock = shiftedClock()
  const demo = config.demo ? openDemo(start, clock, closing) : null
  const [database, cloud] = await Promise.all([openStorage(start, closing), demo?.ready ?? null, build(root, closing)])
  const origin = config.origin ?? new URL(`http://localhost:${port}`)
  const house = await composeHouse(start, { database, clock, log, cloud, origin })
  closing.add('house', () => house.close())
  await house.open()
  if (cloud) await house.identity.ensureDemoPeople(cloud.scopes)
  await listenOn(house.server, { host, port })
  await tell(announce, { house, cloud, origin })
  return { lost: demo?.lost ?? new Promise(() => {}) }
}

function build(root: string, closing: Closing): Promise<boolean> {
  const giveUp = new AbortController()
  closing.add('web build', async () => giveUp.abort())
  return buildWeb(root, giveUp.signal)
}

function openDemo({ root, config }: Start, clock: ReturnType<typeof shiftedClock>, closing: Closing): DemoProcess {
  const demo = startDemoCloud({ root, folder: config.dataFolder, onClock: (offset) => clock.shift(offset) })
  closing.add('simulated cloud', () => demo.stop())
  return demo
}

async function openStorage({ config, secrets }: Start, closing: Closing): Promise<Database> {
  if (!secrets.databaseUrl) await makeFolder(join(config.dataFolder, 'database'))
  const database = await openDatabase(
    secrets.databaseUrl ? { url: secrets.databaseUrl.reveal() } : { folder: config.dataFolder },
  )
  closing.add('storage', () => database.close())
  await migrate(database)
  await keepKind(database, config.demo)
  return database
}

type Opened = { database: Database; clock: Clock; log: Log; cloud: DemoCloud | null; origin: URL }

async function composeHouse({ config, secrets, root }: Start, { cloud, ...opened }: Opened): Promise<House> {
  const connections = [...(cloud?.connections ?? []), ...realClouds(config.connections, secrets.credentials)]
  const clouds = createClouds(
    connections.map((one) => one.cloud),
    opened.clock,
  )
  return compose({
    ...opened,
    clouds,
    connections: connections.map((one) => one.configured),
    proxies: config.proxies,
    version: versionOf(root),
    webFolder: join(root, 'web/dist'),
    signInsPerMinute: config.demo ? SIGN_INS_PER_MINUTE.demo : SIGN_INS_PER_MINUTE.real,
    secret: secrets.session?.reveal() ?? (await keepSecret(opened.database)),
    demo: config.demo,
  })
}

type Told = { house: House; cloud: DemoCloud | null; origin: URL }

async function tell(announce: Start['announce'], { house, cloud, origin }: Told): Promise<void> {
  announce(`Grantdesk: ${origin.origin}`)
  if (cloud) {
    announce('Sign in with one click as:')
    for (const { name, title } of PERSONAS) announce(`  ${name}: ${title}`)
    announce(`Simulator control: ${cloud.controlUrl}`)
  }
  const code = await house.identity.firstAdminCode()
  if (code !== null) announce(`Make the first admin with this one-time code: ${code}`)
}

const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
