import { sql, type Generated } from 'kysely'
import { KEY_HOURS } from '@grantdesk/shared/kernel/limits'
import { type Facts, Refusal, refuse } from '../kernel/refusal.ts'
import type { Code } from '@grantdesk/shared/kernel/problem'
import type { Tx } from './tables.ts'

/** One `Idempotency-Key` as given: whose, for which operation, and the digest of what was asked. */
export type Key = { person: string; operation: string; key: string; fingerprint: string }

/** What is kept under a key: the answer, or the refusal. */
export type Kept = { answer: unknown } | { refused: { code: Code; facts: Facts } }

type KeyTable = {
  idempotency_key: {
    id: Generated<number>
    person: string
    operation: string
    key: string
    fingerprint: string
    kept: string
    at: Date
  }
}

type Held = { tx: Tx; key: Key; at: Date }

/** Holds the key until the transaction ends; false when another request has it. */
async function takeTurn({ tx, key }: Held): Promise<boolean> {
  const name = JSON.stringify([key.person, key.operation, key.key])
  const turn = await sql<{
    mine: boolean
  }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`.execute(tx)
  return turn.rows[0]?.mine === true
}

const find = ({ tx, key, at }: Held) =>
  tx
    .withTables<KeyTable>()
    .selectFrom('idempotency_key')
    .select(['fingerprint', 'kept'])
    .where('person', '=', key.person)
    .where('operation', '=', key.operation)
    .where('key', '=', key.key)
    .where('at', '>', new Date(at.getTime() - KEY_HOURS * 3_600_000))
    .executeTakeFirst()

/** The kept answers, inside a transaction. */
export function keys(tx: Tx) {
  const table = tx.withTables<KeyTable>()
  return {
    /** Whether nothing is kept under the key and nobody else is at it. */
    isFree: async (key: Key, at: Date): Promise<boolean> => {
      const held = { tx, key, at }
      return (await takeTurn(held)) && !(await find(held))
    },

    /** The kept answer, or nothing when this is the first time. Refuses a key that is busy or was used for something else. */
    async take(key: Key, at: Date): Promise<{ answer: unknown } | undefined> {
      const held = { tx, key, at }
      if (!(await takeTurn(held))) refuse('key-busy')
      const row = await find(held)
      if (!row) return undefined
      if (row.fingerprint !== key.fingerprint) refuse('key-reused')
      const kept = JSON.parse(row.kept) as Kept
      if ('refused' in kept) throw new Refusal(kept.refused.code, kept.refused.facts)
      return kept
    },

    async keep(key: Key, kept: Kept, at: Date): Promise<void> {
      const row = { ...key, kept: JSON.stringify(kept), at }
      await table
        .insertInto('idempotency_key')
        .values(row)
        .onConflict((on) => on.columns(['person', 'operation', 'key']).doUpdateSet(row))
        .execute()
    },

    async forget(before: Date): Promise<void> {
      await table.deleteFrom('idempotency_key').where('at', '<', before).execute()
    },
  }
}
