import { sql } from 'kysely'
import type { Db } from '../storage/tables.ts'
import { tablesOf } from './tables.ts'

export type LineStore = ReturnType<typeof lineStore>

/** The lines of changes and who works on each: one worker at a time, whatever process it lives in. */
export function lineStore(db: Db) {
  const tables = tablesOf(db)
  return {
    due: (at: Date): Promise<{ line: string }[]> =>
      tables
        .selectFrom('change_line')
        .select('line')
        .where('due_at', '<=', at)
        .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', at)]))
        .orderBy('due_at')
        .limit(100)
        .execute(),

    ...leases(db),

    /** Frees the lines of workers that have died; only for whoever is sure to be the only one. */
    async freeAll(): Promise<void> {
      await tables.updateTable('change_line').set({ lease_holder: null, leased_until: null }).execute()
    },
  }
}

const leases = (db: Db) => ({
  /** Takes a line for one worker, or keeps it; answers the number of its last intent, or nothing when another one has it. */
  async lease(line: string, holder: string, { at, until }: { at: Date; until: Date }): Promise<number | undefined> {
    const taken = await tablesOf(db)
      .updateTable('change_line')
      .set({ lease_holder: holder, leased_until: until })
      .where('line', '=', line)
      .where((eb) =>
        eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', at), eb('lease_holder', '=', holder)]),
      )
      .returning('last_number')
      .executeTakeFirst()
    return taken?.last_number
  },

  /** Gives a line back. An intent that was added after `seen` makes it due at once: who added it may have been told nothing. */
  async release(
    line: string,
    holder: string,
    { dueAt, seen, at }: { dueAt: Date | null; seen: number; at: Date },
  ): Promise<void> {
    await sql`
      update change_line set lease_holder = null, leased_until = null,
        due_at = case when last_number > ${seen} then ${at}::timestamptz else ${dueAt}::timestamptz end
      where line = ${line} and lease_holder = ${holder}`.execute(db)
  },
})
