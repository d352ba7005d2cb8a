import type { Assignment, Person, Scope } from '@grantdesk/shared/identity'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import type { changePerson } from '@grantdesk/shared/identity'
import type { PersonRow } from './store.ts'
import { scopeOf, type StoredRole } from './tables.ts'

/** What the things that scopes speak of are called; asked for many at once, before the unit of work. */
export type NamesOf = (scopes: readonly Scope[]) => Promise<(scope: Scope) => string | null>

export type NameOf = Awaited<ReturnType<NamesOf>>

type PersonView = Answer<typeof changePerson>

export const viewRole = (role: StoredRole, nameOf: NameOf) => ({
  id: role.id as Assignment['id'],
  role: role.role,
  scope: scopeOf(role),
  scopeName: role.scope_of === 'everything' ? null : nameOf(scopeOf(role)),
  from: role.from_at.toISOString(),
  until: role.until_at?.toISOString() ?? null,
  by: role.by,
})

export const viewPerson = (row: PersonRow, roles: readonly StoredRole[], nameOf: NameOf): PersonView => ({
  id: row.id as Person['id'],
  name: row.name,
  email: row.email,
  disabled: row.disabled_at !== null,
  roles: roles.filter(({ person }) => person === row.id).map((role) => viewRole(role, nameOf)),
  lastSeenAt: row.seen_at?.toISOString() ?? null,
  version: row.version,
})
