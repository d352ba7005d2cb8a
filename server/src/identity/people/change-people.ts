import type { Scope } from '@grantdesk/shared/identity'
import type { Clock } from '../../kernel/clock.ts'
import type { Actor } from '../../kernel/permit.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Key } from '../../storage/keys.ts'
import type { Work } from '../../storage/work.ts'
import type { Stores } from '../sessions/find-session.ts'
import type { PeopleStore, PersonRow } from '../store.ts'
import { scopeOf, type StoredRole } from '../tables.ts'
import { type NameOf, type NamesOf, viewPerson } from '../view.ts'

/** What every change of a person needs. */
export type ChangeNeeds = { work: Work<Stores>; people: PeopleStore; clock: Clock; namesOf: NamesOf }

export type Ask = { actor: Actor; key: Key | null; version: number }

export type PersonView = ReturnType<typeof viewPerson>

/** A person whom nobody else changes until the unit of work ends. */
export type Held = Stores & {
  row: PersonRow
  roles: StoredRole[]
  at: Date
  nameOf: NameOf
  /** Counts the change and shows the person as he is now. */
  done(changed?: Parameters<PeopleStore['change']>[1]): Promise<PersonView>
}

type Subject = { person: string; scope?: Scope }

/** Holds one person at the version that the asking one has seen, and changes him in one unit of work. */
export async function changingPerson(
  { work, people, clock, namesOf }: ChangeNeeds,
  { person, scope, key, version }: Subject & Omit<Ask, 'actor'>,
  change: (held: Held) => Promise<PersonView>,
): Promise<PersonView> {
  // Names of things are other rooms' to tell, and nothing else is asked while the unit of work is open.
  const known = await people.assignmentsOf([person], clock.now())
  const nameOf = await namesOf([...known.map(scopeOf), ...(scope ? [scope] : [])])
  return work(key, async (stores) => {
    const row = (await stores.people.lock(person)) ?? refuse('not-found')
    const at = clock.now()
    const roles = await stores.people.assignmentsOf([person], at)
    if (row.version !== version) refuse('stale', { current: viewPerson(row, roles, nameOf) })
    const done: Held['done'] = async (changed = {}) => {
      const now = await stores.people.change(person, changed, at)
      return viewPerson(now, await stores.people.assignmentsOf([person], at), nameOf)
    }
    return change({ ...stores, row, roles, at, nameOf, done })
  })
}
