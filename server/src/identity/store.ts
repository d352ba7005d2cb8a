import { sql } from 'kysely'
import type { Role, Scope } from '@grantdesk/shared/identity'
import type { Held } from '../kernel/permit.ts'
import type { Db } from '../storage/tables.ts'
import type { Admins } from './rules.ts'
import { sessionStore } from './sessions/store.ts'
import { type IdentityTables, inForce, scopeOf, type StoredRole, tablesOf } from './tables.ts'

/** A person as stored. */
export type PersonRow = IdentityTables['person']

/** What a new person starts with; without a password nobody can sign in as this person by the door. */
type NewPerson = Pick<PersonRow, 'id' | 'name' | 'email' | 'name_key' | 'words'> & { password: string | null }

/** A role to be given. */
export type NewRole = {
  id: string
  person: string
  role: Role
  scope: Scope
  from: Date
  until: Date | null
  by: string | null
}

/** Any number that is ours alone: who becomes or stops being an admin is decided one after the other. */
const ADMINS = 408_226_117

/** People, their roles and their sessions. */
export const peopleStore = (db: Db) => ({
  ...people(db),
  ...changes(db),
  ...roles(db),
  ...owners(db),
  ...roleChanges(db),
  ...sessionStore(db),
})

export type PeopleStore = ReturnType<typeof peopleStore>

function people(db: Db) {
  const tables = tablesOf(db)
  const all = () => tables.selectFrom('person').selectAll()
  return {
    find: (id: string): Promise<PersonRow | undefined> => all().where('id', '=', id).executeTakeFirst(),

    findByEmail: (email: string): Promise<PersonRow | undefined> => all().where('email', '=', email).executeTakeFirst(),

    /** The row until the unit of work ends. Whoever names this person as the giver of a role need not wait for it. */
    lock: (id: string): Promise<PersonRow | undefined> =>
      all().where('id', '=', id).forNoKeyUpdate().executeTakeFirst(),

    async isAnybody(): Promise<boolean> {
      return (await tables.selectFrom('person').select('id').limit(1).executeTakeFirst()) !== undefined
    },

    async countEnabled(): Promise<number> {
      const counted = await tables
        .selectFrom('person')
        .where('disabled_at', 'is', null)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(counted.count)
    },
  }
}

function changes(db: Db) {
  const tables = tablesOf(db)
  return {
    /** False when the e-mail is taken. */
    async add({ password, ...person }: NewPerson, at: Date): Promise<boolean> {
      const added = await tables
        .insertInto('person')
        .values({ ...person, ...EMPTY, created_at: at, updated_at: at })
        .onConflict((on) => on.column('email').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!added) return false
      if (password === null) return true
      const account = { id: person.id, account_id: person.id, person: person.id, provider_id: 'credential', password }
      await tables
        .insertInto('person_account')
        .values({ ...account, created_at: at, updated_at: at })
        .execute()
      return true
    },

    /** Every change of a person or his roles makes a new version. */
    async change(
      id: string,
      changed: Partial<Pick<PersonRow, 'name' | 'name_key' | 'words' | 'disabled_at'>>,
      at: Date,
    ) {
      return tables
        .updateTable('person')
        .set((eb) => ({ ...changed, updated_at: at, version: eb('version', '+', 1) }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
    },
  }
}

const EMPTY = { email_verified: false, image: null, disabled_at: null, seen_at: null, version: 1 }

function roles(db: Db) {
  const tables = tablesOf(db)
  return {
    /** Roles in force, for whoever asks at this instant. */
    async rolesOf(person: string, now: Date): Promise<Held[]> {
      const rows = await inForce(tables, now)
        .where('person', '=', person)
        .select(['role', 'scope_of', 'scope_id'])
        .execute()
      return rows.map((row) => ({ role: row.role, scope: scopeOf(row) }))
    },

    /** The roles of several people, in force or still to come, with the names of those who gave them. */
    async assignmentsOf(people: readonly string[], now: Date): Promise<StoredRole[]> {
      if (people.length === 0) return []
      return tables
        .selectFrom('role_assignment as r')
        .leftJoin('person as giver', 'giver.id', 'r.given_by')
        .where('r.person', 'in', [...people])
        .where('r.ended_at', 'is', null)
        .where((eb) => eb.or([eb('r.until_at', 'is', null), eb('r.until_at', '>', now)]))
        .select(['r.id', 'r.person', 'r.role', 'r.scope_of', 'r.scope_id', 'r.from_at', 'r.until_at'])
        .select('giver.name as by')
        .orderBy('r.role')
        .orderBy('r.from_at')
        .orderBy('r.id')
        .execute()
    },
  }
}

function owners(db: Db) {
  const tables = tablesOf(db)
  return {
    /** Names of the enabled people who own an app at this instant, app by app. */
    async ownersOf(apps: readonly string[], now: Date): Promise<Map<string, string[]>> {
      const owners = new Map<string, string[]>()
      if (apps.length === 0) return owners
      const rows = await inForce(tables, now)
        .innerJoin('person', 'person.id', 'role_assignment.person')
        .where('role', '=', 'owner')
        .where('scope_of', '=', 'app')
        .where('scope_id', 'in', [...apps])
        .where('disabled_at', 'is', null)
        .select(['scope_id as app', 'person.name'])
        .orderBy('person.name_key')
        .execute()
      for (const { app, name } of rows) owners.set(app ?? '', [...(owners.get(app ?? '') ?? []), name])
      return owners
    },
  }
}

function roleChanges(db: Db) {
  const tables = tablesOf(db)
  return {
    async give({ id, person, role, scope, from, until, by }: NewRole): Promise<void> {
      const where = { scope_of: scope.of, scope_id: scope.of === 'everything' ? null : scope.id }
      const row = { id, person, role, ...where, from_at: from, until_at: until, given_by: by }
      await tables
        .insertInto('role_assignment')
        .values({ ...row, ended_at: null, ended_by: null })
        .execute()
    },

    async take(id: string, by: string, at: Date): Promise<void> {
      await tables.updateTable('role_assignment').set({ ended_at: at, ended_by: by }).where('id', '=', id).execute()
    },

    /** Enabled people who are admin without an end; nobody else changes that until the unit of work ends. */
    async lockAdmins(now: Date): Promise<Admins> {
      await sql`select pg_advisory_xact_lock(${sql.lit(ADMINS)})`.execute(db)
      return inForce(tables, now)
        .innerJoin('person', 'person.id', 'role_assignment.person')
        .where('role', '=', 'admin')
        .where('until_at', 'is', null)
        .where('disabled_at', 'is', null)
        .select(['role_assignment.person', 'role_assignment.id as assignment'])
        .execute()
    },
  }
}
