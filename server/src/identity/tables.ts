import type { Generated, Kysely } from 'kysely'
import type { Role, Scope } from '@grantdesk/shared/identity'
import type { Db } from '../storage/tables.ts'

type Times = { created_at: Date; updated_at: Date }

export type IdentityTables = {
  person: Times & {
    id: string
    name: string
    email: string
    email_verified: boolean
    image: string | null
    name_key: string
    words: string
    disabled_at: Date | null
    seen_at: Date | null
    version: number
  }
  person_account: Times & {
    id: string
    account_id: string
    provider_id: string
    person: string
    password: Generated<string | null>
  }
  person_session: { id: string; person: string; token_hash: string; started_at: Date; seen_at: Date }
  role_assignment: {
    id: string
    person: string
    role: Role
    scope_of: Scope['of']
    scope_id: string | null
    from_at: Date
    until_at: Date | null
    given_by: string | null
    ended_at: Date | null
    ended_by: string | null
  }
}

export const tablesOf = (db: Db): Kysely<IdentityTables> => db.withTables<IdentityTables>()

/** A role with the name of the person who gave it. */
export type StoredRole = Pick<
  IdentityTables['role_assignment'],
  'id' | 'person' | 'role' | 'scope_of' | 'scope_id' | 'from_at' | 'until_at'
> & { by: string | null }

export const scopeOf = ({ scope_of, scope_id }: Pick<StoredRole, 'scope_of' | 'scope_id'>): Scope =>
  (scope_of === 'everything' ? { of: scope_of } : { of: scope_of, id: scope_id }) as Scope

/** Roles that hold at an instant. */
export const inForce = (tables: Kysely<IdentityTables>, now: Date) =>
  tables
    .selectFrom('role_assignment')
    .where('ended_at', 'is', null)
    .where('from_at', '<=', now)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', now)]))
