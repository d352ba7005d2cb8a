import { sql } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import { Refusal, refuse } from '../kernel/refusal.ts'
import { duringWork } from './guard.ts'
import { keys, type Key } from './keys.ts'
import type { Database } from './database.ts'
import type { Tx } from './tables.ts'

/** What a unit of work offers to the stores that are bound to it. */
export type Unit = {
  tx: Tx
  /** The instant of this unit: everything in it carries the same one. */
  at: Date
  /** Runs last before the commit. */
  last(step: () => Promise<void>): void
  /** Runs after the commit, in this process. */
  afterwards(step: () => void): void
  /** Reaches every process after the commit. */
  notify(channel: string, payload: string): Promise<void>
}

/**
 * One unit of work: all of it is stored or nothing, and its answer is kept under the key for whoever asks again.
 *
 * No network inside: a change in the cloud is an intent, any other slow effect a job, written in the same work.
 */
export type Work<S> = <T>(key: Key | null, story: (stores: S) => Promise<T>) => Promise<T>

type Needs<S> = { database: Database; clock: Clock; bind: (unit: Unit) => S }

export function createWork<S>(needs: Needs<S>): Work<S> {
  const running = new Set<string>()
  return async (key, story) => {
    if (!key) return run(needs, null, story)
    const name = JSON.stringify([key.person, key.operation, key.key])
    if (running.has(name)) refuse('key-busy')
    running.add(name)
    try {
      return await run(needs, key, story)
    } catch (fault) {
      if (fault instanceof Refusal && !fault.code.startsWith('key-')) await remember(needs, key, fault)
      throw fault
    } finally {
      running.delete(name)
    }
  }
}

async function run<S, T>(needs: Needs<S>, key: Key | null, story: (stores: S) => Promise<T>): Promise<T> {
  const steps: (() => void)[] = []
  const answer = await needs.database.db
    .transaction()
    .execute((tx) => duringWork(() => inside(needs, { tx, key, story, steps })))
  for (const step of steps) step()
  return answer
}

type Open<S, T> = { tx: Tx; key: Key | null; story: (stores: S) => Promise<T>; steps: (() => void)[] }

async function inside<S, T>({ clock, bind }: Needs<S>, { tx, key, story, steps }: Open<S, T>): Promise<T> {
  const at = clock.now()
  const kept = key && (await keys(tx).take(key, at))
  if (kept) return kept.answer as T
  const last: (() => Promise<void>)[] = []
  const stores = bind({
    tx,
    at,
    last: (step) => void last.push(step),
    afterwards: (step) => void steps.push(step),
    notify: async (channel, payload) => void (await sql`select pg_notify(${channel}, ${payload})`.execute(tx)),
  })
  const answer = await story(stores)
  for (const step of last) await step()
  if (key) await keys(tx).keep(key, { answer }, at)
  return answer
}

/** A refusal is an answer too: whoever repeats the request gets the same one. One that is kept already stays. */
async function remember({ database, clock }: Needs<unknown>, key: Key, refusal: Refusal): Promise<void> {
  const kept = { refused: { code: refusal.code, facts: refusal.facts } }
  await database.db.transaction().execute(async (tx) => {
    const at = clock.now()
    if (await keys(tx).isFree(key, at)) await keys(tx).keep(key, kept, at)
  })
}
