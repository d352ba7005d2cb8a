import type { changePerson as contract } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { refuse } from '../../kernel/refusal.ts'
import { keysOf } from '../../kernel/search-words.ts'
import { type Ask, type ChangeNeeds, changingPerson, type Held } from './change-people.ts'
import { isLastAdmin } from '../rules.ts'

type Change = Input<typeof contract>['body']

/** Renames, disables or enables a person; a disabled one is out at once. */
export const changePerson =
  (needs: ChangeNeeds) =>
  (
    { params: { person }, body }: Input<typeof contract>,
    { actor, key, version }: Ask,
  ): Promise<Answer<typeof contract>> =>
    changingPerson(needs, { person, key, version }, async (held) => {
      const { row, people, audit, at } = held
      const isDisabled = row.disabled_at !== null
      const before = { name: row.name, disabled: isDisabled }
      const after = { name: body.name ?? row.name, disabled: body.disabled ?? isDisabled }
      if (after.disabled && !isDisabled) await refuseLastAdmin(held)
      const ended = after.disabled ? await people.endSessionsOf(person) : 0
      audit.add({ kind: 'person.changed', by: actor.id, about: { person }, before, after, data: { ended } })
      return held.done(changed(body, held, at))
    })

async function refuseLastAdmin({ people, row, at }: Held): Promise<void> {
  if (isLastAdmin(await people.lockAdmins(at), { person: row.id })) refuse('last-admin')
}

function changed({ name, disabled }: Change, { row }: Held, at: Date) {
  return {
    ...(name === undefined ? {} : { name, ...keysOf(name, row.email) }),
    ...(disabled === undefined ? {} : { disabled_at: disabled ? (row.disabled_at ?? at) : null }),
  }
}
