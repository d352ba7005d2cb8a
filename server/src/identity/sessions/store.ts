import type { Db } from '../../storage/tables.ts'
import { tablesOf } from '../tables.ts'

/** Passwords, sessions, and the code by which the first one comes in. */
export const sessionStore = (db: Db) => ({ ...passwords(db), ...sessions(db), ...firstAdmin(db) })

function passwords(db: Db) {
  const tables = tablesOf(db)
  return {
    /** The hash of a person's password; `null` without a local account. */
    async passwordOf(id: string): Promise<string | null> {
      const account = await tables
        .selectFrom('person_account')
        .select('password')
        .where('person', '=', id)
        .where('provider_id', '=', 'credential')
        .executeTakeFirst()
      return account?.password ?? null
    },

    async setPassword(id: string, password: string, at: Date): Promise<void> {
      await tables
        .updateTable('person_account')
        .set({ password, updated_at: at })
        .where('person', '=', id)
        .where('provider_id', '=', 'credential')
        .execute()
    },
  }
}

function sessions(db: Db) {
  const tables = tablesOf(db)
  return {
    async endSession(id: string): Promise<boolean> {
      const ended = await tables.deleteFrom('person_session').where('id', '=', id).returning('id').executeTakeFirst()
      return ended !== undefined
    },

    /** Ends a person's sessions, all or all but one; answers how many. */
    async endSessionsOf(person: string, but: string | null = null): Promise<number> {
      const ended = await tables
        .deleteFrom('person_session')
        .where('person', '=', person)
        .$if(but !== null, (rest) => rest.where('id', '!=', but))
        .returning('id')
        .execute()
      return ended.length
    },

    async endSessionsBefore(limits: { started: Date; seen: Date }): Promise<void> {
      await tables
        .deleteFrom('person_session')
        .where((eb) => eb.or([eb('started_at', '<=', limits.started), eb('seen_at', '<=', limits.seen)]))
        .execute()
    },

    /** A person was seen, and his session used if it is named. */
    async seen(person: string, session: string | null, at: Date): Promise<void> {
      await tables.updateTable('person').set({ seen_at: at }).where('id', '=', person).execute()
      if (session === null) return
      await tables.updateTable('person_session').set({ seen_at: at }).where('id', '=', session).execute()
    },
  }
}

const CODE = 'first-admin-code'

function firstAdmin(db: Db) {
  const tables = db.withTables<{ house: { name: string; value: string } }>()
  return {
    /** Hash of the one-time code; `null` when there is none. */
    async firstAdminCode(): Promise<string | null> {
      const kept = await tables.selectFrom('house').select('value').where('name', '=', CODE).executeTakeFirst()
      return kept?.value ?? null
    },

    async keepFirstAdminCode(hash: string | null): Promise<void> {
      await tables.deleteFrom('house').where('name', '=', CODE).execute()
      if (hash !== null) await tables.insertInto('house').values({ name: CODE, value: hash }).execute()
    },
  }
}
