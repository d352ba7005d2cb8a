import { z } from 'zod'
import type { Log } from '../../kernel/log.ts'
import type { Cloud, Door } from '../../upstream/port.ts'
import { endApis } from './keep-service.ts'
import { type EachNeeds, readEach } from './read-each.ts'
import { readApps, readServices } from './read-lists.ts'
import { createRun, type ReadingTask, type Run, Superseded } from './run.ts'

export type ReadNeeds = EachNeeds & {
  cloudOf: (connection: string) => Cloud
  /** The identities of a connection that read, in the order of the configuration. */
  readersOf: (connection: string) => Promise<readonly string[]>
  log: Log
}

export const Task = z.object({ connection: z.string(), run: z.number().int() })

/** How often the screen is told how far it is, and how often at least the others are told that the reader lives. */
const TOLD_MS = 1_000
const ALIVE_MS = 20_000

/** Reads a connection whole: services, apps, and of every service its APIs with their authorized apps. */
export const readConnection =
  (needs: ReadNeeds) =>
  async (task: ReadingTask, stopping: AbortSignal): Promise<void> => {
    const { connection } = task
    const readers = await needs.readersOf(connection)
    const doors = readers.map((identity): Door => ({ connection, identity }))
    const run = createRun(task, { since: needs.clock.now(), doors })
    const taken = new AbortController()
    const teller = tellerOf(needs, run)
    const alive = setInterval(() => void teller(true).catch((fault: unknown) => taken.abort(fault)), ALIVE_MS)
    try {
      await readAll(needs, { run, signal: AbortSignal.any([stopping, taken.signal]), told: () => teller(false) })
    } catch (fault) {
      await givenUp(needs, { run, fault, stopping })
    } finally {
      clearInterval(alive)
    }
  }

type Reader = { run: Run; signal: AbortSignal; told: () => Promise<void> }

async function readAll(needs: ReadNeeds, { run, signal, told }: Reader): Promise<void> {
  const cloud = needs.cloudOf(run.connection)
  if (run.doors().length === 0) run.incomplete('No identity of this connection may read.')
  const services = await readServices(needs, { cloud, run, signal })
  await told()
  const known = await readApps(needs, { cloud, run, signal })
  await readEach(needs, { cloud, run, services, known, signal, told })
  run.counts.apps = known.size
  await endUnseen(needs, run)
  await recountApps(needs, run)
  await survey(needs)
  await finish(needs, run)
}

/** What whole lists did not show any more is gone; what was not read whole ends nothing. */
async function endUnseen({ work }: ReadNeeds, run: Run): Promise<void> {
  const { connection, since, whole } = run
  const nobody = run.doors().length === 0
  const ended = await work(null, async ({ connections, apis, apps, at }) => {
    if (!(await connections.progress(connection, run.run, { done: run.done, of: run.of, at }))) throw new Superseded()
    const gone = whole.services && !nobody ? await apis.endUnseen(connection, since, at) : []
    if (whole.services && whole.apps && !nobody) await apps.endUnseen(connection, since, at)
    return gone
  })
  await endApis({ work }, { connection, ended, readAt: since })
}

const APPS_AT_ONCE = 200

async function recountApps({ work }: ReadNeeds, { connection }: Run): Promise<void> {
  let last = ''
  for (let more = true; more; ) {
    const ids = await work(null, async ({ apps }) => {
      const ids = await apps.idsAfter(connection, last, APPS_AT_ONCE)
      await apps.recount(ids)
      return ids
    })
    more = ids.length === APPS_AT_ONCE
    last = ids.at(-1) ?? last
  }
}

async function survey({ work }: ReadNeeds): Promise<void> {
  await work(null, ({ apis }) => apis.survey())
  await work(null, ({ apps }) => apps.survey())
}

async function finish({ work }: ReadNeeds, run: Run): Promise<void> {
  const { connection, counts } = run
  if (!run.whole.apps || !run.whole.services) run.incomplete('Not every service could be read whole.')
  const fault = run.fault()
  await work(null, async ({ connections, audit, at }) => {
    if (!(await connections.finishReading(connection, run.run, { fault, at }))) throw new Superseded()
    const kind = fault ? 'inventory.failed' : 'inventory.read'
    audit.add({ kind, by: null, about: { connection }, data: { ...counts, ...(fault ? { fault } : {}) } })
  })
}

/** Writes how far the reading is, now and then. Fails when the reading is another's by now. */
function tellerOf({ work }: ReadNeeds, run: Run): (always: boolean) => Promise<void> {
  let last = -Infinity
  return async (always) => {
    const now = performance.now()
    if (!always && now - last < TOLD_MS) return
    last = now
    const { connection, done, of } = run
    const mine = await work(null, ({ connections, at }) => connections.progress(connection, run.run, { done, of, at }))
    if (!mine) throw new Superseded()
  }
}

type GivenUp = { run: Run; fault: unknown; stopping: AbortSignal }

/** A reading that could not be ended tells so, unless the house is closing or another process has taken over. */
async function givenUp({ work, log }: ReadNeeds, { run, fault, stopping }: GivenUp): Promise<void> {
  const { connection } = run
  if (fault instanceof Superseded) return log.info({ connection }, 'another reading took over')
  if (stopping.aborted) return work(null, ({ connections }) => connections.abandonReading(connection, run.run))
  const told = { kind: 'internal', status: null, code: null, message: 'The reading failed here.', requestId: null }
  await work(null, async ({ connections, audit, at }) => {
    if (!(await connections.finishReading(connection, run.run, { fault: told, at }))) return
    audit.add({ kind: 'inventory.failed', by: null, about: { connection }, data: { ...run.counts, fault: told } })
  })
  throw fault
}
