import { PgBoss } from 'pg-boss'
import type { Log } from '../kernel/log.ts'
import type { Database } from '../storage/database.ts'
import type { Unit } from '../storage/work.ts'
import { bossStorage, type Queue, queueOf } from './queue.ts'
import type { Recurrence } from './timetable.ts'

/** What a room lets run behind the requests. It is told when to stop, and may be run again. */
export type Job = {
  name: string
  /** Longest time that it may take, in seconds. */
  seconds: number
  /** How many of them run at the same time in one process. */
  atOnce?: number
  run(data: unknown, signal: AbortSignal): Promise<void>
}

export type Jobs = {
  /** For the stores of a unit of work; the jobs must have been started before. */
  queue(unit: Pick<Unit, 'tx'>): Queue
  start(jobs: readonly Job[], timetable: readonly Recurrence[]): Promise<void>
  /** Tells the running jobs to stop, and waits for them. */
  stop(): Promise<void>
}

const SCHEMA = 'jobs'
const STOP_MS = 5_000

/** The clockwork: pg-boss in the house's own storage. */
export function createJobs({ database, log }: { database: Database; log: Log }): Jobs {
  const stopping = new AbortController()
  const boss = new PgBoss({
    db: bossStorage(database),
    backend: database.engine,
    schema: SCHEMA,
    useListenNotify: true,
    // An embedded database has no vacuum that could lag and no index that would be rebuilt beside it.
    ...(database.engine === 'pglite' ? { monitorVacuum: false, reindex: false } : {}),
  })
  boss.on('error', (fault) => log.error({ fault: String(fault) }, 'the clockwork failed'))
  boss.on('warning', ({ message }) => log.warn({ message }, 'the clockwork warns'))

  return {
    queue: queueOf(boss),
    async start(jobs, timetable) {
      await boss.start()
      for (const job of jobs) await prepare(boss, job)
      await schedule(boss, timetable)
      for (const job of jobs) await work(boss, job, { log, stopping: stopping.signal })
      for (const { job, atStart } of timetable) if (atStart) await boss.send(job, {})
    },
    async stop() {
      stopping.abort()
      await boss.stop({ graceful: true, close: false, timeout: STOP_MS })
    },
  }
}

async function prepare(boss: PgBoss, { name, seconds }: Job): Promise<void> {
  // Each run starts from what is stored, so that a failed one need not be tried again before its next turn.
  const options = { retryLimit: 0, expireInSeconds: seconds, deleteAfterSeconds: 3_600, notify: true }
  await boss.createQueue(name, options)
  await boss.updateQueue(name, options)
  // Fills the cache of pg-boss: within a unit of work it could not ask for the queue.
  await boss.findJobs(name, { id: '00000000-0000-4000-8000-000000000000' })
}

/** Writes the timetable, and takes out what an earlier one held. */
async function schedule(boss: PgBoss, timetable: readonly Recurrence[]): Promise<void> {
  for (const { name } of await boss.getSchedules()) {
    if (!timetable.some(({ job }) => job === name)) await boss.unschedule(name)
  }
  for (const { job, cron } of timetable) await boss.schedule(job, cron)
}

type Beside = { log: Log; stopping: AbortSignal }

async function work(boss: PgBoss, job: Job, { log, stopping }: Beside): Promise<void> {
  const options = { localConcurrency: job.atOnce ?? 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 30 }
  await boss.work<unknown>(job.name, options, async ([given]) => {
    if (!given || stopping.aborted) return
    try {
      await job.run(given.data, AbortSignal.any([given.signal, stopping]))
    } catch (fault) {
      if (stopping.aborted) return
      log.error({ job: job.name, fault: described(fault) }, 'a job failed')
      throw fault
    }
  })
}

const described = (fault: unknown): unknown =>
  fault instanceof Error ? { name: fault.name, message: fault.message, stack: fault.stack } : String(fault)
