import type { takeRole as contract } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { refuse } from '../../kernel/refusal.ts'
import { type Ask, type ChangeNeeds, changingPerson } from './change-people.ts'
import { aboutRole } from './give-role.ts'
import { isLastAdmin } from '../rules.ts'
import { scopeOf } from '../tables.ts'

/** Ends a role of a person, at once; one's own as well. */
export const takeRole =
  (needs: ChangeNeeds) =>
  (
    { params: { person, assignment } }: Input<typeof contract>,
    { actor, key, version }: Ask,
  ): Promise<Answer<typeof contract>> =>
    changingPerson(needs, { person, key, version }, async (held) => {
      const { people, audit, at, roles } = held
      const role = roles.find(({ id }) => id === assignment) ?? refuse('not-found')
      if (role.role === 'admin' && isLastAdmin(await people.lockAdmins(at), { assignment })) refuse('last-admin')
      await people.take(assignment, actor.id, at)
      const scope = scopeOf(role)
      const before = { role: role.role, scope, until: role.until_at?.toISOString() ?? null }
      audit.add({ kind: 'role.taken', by: actor.id, about: aboutRole(person, scope), before })
      return held.done()
    })
