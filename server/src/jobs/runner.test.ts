import { afterEach, beforeEach, expect, it } from 'vitest'
import { onBoth } from '../../test/databases.ts'
import { silentLog } from '../kernel/log.ts'
import type { Database } from '../storage/database.ts'
import { createWork, type Work } from '../storage/work.ts'
import { forgetKeys } from './forget-keys.ts'
import type { Queue } from './queue.ts'
import { createJobs, type Job, type Jobs } from './runner.ts'

const clock = { now: () => new Date('2026-03-02T08:00:00.000Z') }
const never = '0 0 1 1 *'

onBoth('the clockwork', (open) => {
  let database: Database
  let jobs: Jobs
  let work: Work<{ queue: Queue }>
  let ran: unknown[]
  let inRun: (data: unknown, signal: AbortSignal) => Promise<void>

  const note: Job = {
    name: 'test.note',
    seconds: 60,
    run: async (data, signal) => {
      ran.push(data)
      await inRun(data, signal)
    },
  }
  const quick = { timeout: 3_000, interval: 10 }

  beforeEach(async () => {
    database = await open()
    jobs = createJobs({ database, log: silentLog })
    work = createWork({ database, clock, bind: (unit) => ({ queue: jobs.queue(unit) }) })
    ran = []
    inRun = async () => {}
  })
  afterEach(async () => {
    await jobs.stop()
    await database.close()
  })

  it('runs a job once its unit of work is stored, without waiting for the next poll', async () => {
    await jobs.start([note], [])
    await work(null, ({ queue }) => queue.add('test.note', { connection: 'one' }))
    const since = performance.now()
    await expect.poll(() => ran, quick).toEqual([{ connection: 'one' }])
    expect(performance.now() - since).toBeLessThan(1_500)
  })

  it('knows nothing of a job whose unit of work failed', async () => {
    await jobs.start([note], [])
    const failing = work(null, async ({ queue }) => {
      await queue.add('test.note', { connection: 'lost' })
      throw new Error('the unit fails')
    })
    await expect(failing).rejects.toThrow('the unit fails')
    await work(null, ({ queue }) => queue.add('test.note', { connection: 'kept' }))
    await expect.poll(() => ran, quick).toEqual([{ connection: 'kept' }])
  })

  it('goes on after a job that failed', async () => {
    inRun = async () => {
      if (ran.length === 1) throw new Error('this one fails')
    }
    await jobs.start([note], [])
    await work(null, ({ queue }) => queue.add('test.note', { n: 1 }))
    await expect.poll(() => ran.length, quick).toBe(1)
    await work(null, ({ queue }) => queue.add('test.note', { n: 2 }))
    await expect.poll(() => ran, quick).toEqual([{ n: 1 }, { n: 2 }])
  })

  it('tells a running job to stop and waits for it', async () => {
    let ended = false
    inRun = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          ended = true
          resolve()
        })
      })
    await jobs.start([note], [{ job: 'test.note', cron: never, atStart: true }])
    await expect.poll(() => ran.length, quick).toBe(1)
    await jobs.stop()
    expect(ended).toBe(true)
  })

  it('keeps to the timetable of this start, not of an earlier one', async () => {
    await jobs.start([note], [{ job: 'test.note', cron: never }])
    await jobs.stop()
    jobs = createJobs({ database, log: silentLog })
    await jobs.start([note], [])
    expect((await database.query('select name from jobs.schedule')).rows).toEqual([])
  })

  it('forgets the answers under keys after a day', async () => {
    const old = new Date(clock.now().getTime() - 25 * 3_600_000)
    const row = (key: string, at: Date) => ['p', 'o', key, 'f', '{}', at]
    const put =
      'insert into idempotency_key (person, operation, key, fingerprint, kept, at) values ($1, $2, $3, $4, $5, $6)'
    await database.query(put, row('old', old))
    await database.query(put, row('new', clock.now()))
    await forgetKeys({ database, clock }).run({}, new AbortController().signal)
    expect((await database.query('select key from idempotency_key')).rows).toEqual([{ key: 'new' }])
  })
})
