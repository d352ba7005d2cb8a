import { randomUUID } from 'node:crypto'
import type { giveRole as contract, Scope } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Issue } from '@grantdesk/shared/kernel/problem'
import { refuse } from '../../kernel/refusal.ts'
import { type Ask, type ChangeNeeds, changingPerson, type Held } from './change-people.ts'
import { type GiveRuling, idOf, mayGive } from '../rules.ts'
import { scopeOf } from '../tables.ts'

type Body = Input<typeof contract>['body']

/** Gives a person a role, at once. */
export const giveRole =
  (needs: ChangeNeeds) =>
  (
    { params: { person }, body }: Input<typeof contract>,
    { actor, key, version }: Ask,
  ): Promise<Answer<typeof contract>> =>
    changingPerson(needs, { person, scope: body.scope, key, version }, async (held) => {
      const { people, audit, at } = held
      const { role, scope } = body
      const until = body.until === null ? null : new Date(body.until)
      await refuseUnlessGiven(held, { role, scope, until }, actor.id)
      await people.give({ id: randomUUID(), person, role, scope, from: at, until, by: actor.id })
      const after = { role, scope, until: until?.toISOString() ?? null }
      audit.add({ kind: 'role.given', by: actor.id, about: aboutRole(person, scope), after })
      return held.done()
    })

/** An event about a role is found by its person and by the thing that the role is about. */
export function aboutRole(person: string, scope: Scope): Record<string, string> {
  return scope.of === 'everything' ? { person } : { person, [scope.of]: scope.id }
}

type Gift = Omit<Body, 'until'> & { until: Date | null }

async function refuseUnlessGiven({ row, roles, people, at, nameOf }: Held, gift: Gift, giver: string): Promise<void> {
  const has = roles.map((role) => ({ id: role.id, role: role.role, scope: scopeOf(role), until: role.until_at }))
  // Nobody comes or goes meanwhile: who the only person is must still hold when the role is given.
  await people.lockAdmins(at)
  const ruling = mayGive(gift, has, {
    giver,
    receiver: row.id,
    enabledPeople: await people.countEnabled(),
    now: at,
  })
  if (ruling !== true) refuseBy(ruling)
  if (idOf(gift.scope) !== null && nameOf(gift.scope) === null) refuseInput('scope.id', 'unknown', 'not known here')
}

function refuseBy(ruling: Exclude<GiveRuling, true>): never {
  switch (ruling) {
    case 'own-roles':
      return refuse('not-allowed', { reason: 'own-roles' })
    case 'already-there':
      return refuse('already-there')
    case 'scope':
      return refuseInput('scope.of', 'scope', 'this role cannot have that scope')
    case 'until':
      return refuseInput('until', 'past', 'the end must be in the future')
  }
}

const refuseInput = (path: string, rule: string, message: string): never =>
  refuse('bad-input', { issues: [{ path: `body.${path}`, rule, message } satisfies Issue] })
