import { randomUUID } from 'node:crypto'
import type { addPerson as contract } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { refuse } from '../../kernel/refusal.ts'
import { keysOf } from '../../kernel/search-words.ts'
import type { Accounts } from '../sessions/accounts.ts'
import type { Ask, ChangeNeeds } from './change-people.ts'
import { sealedKey } from '../sessions/sealed-key.ts'
import { viewPerson } from '../view.ts'

/** Adds a person with a local account and no role yet. */
export const addPerson =
  ({ work, accounts, clock, secret }: ChangeNeeds & { accounts: Accounts; secret: string }) =>
  async ({ body: { name, email, password } }: Input<typeof contract>, ask: Ask): Promise<Answer<typeof contract>> => {
    const { actor, key } = ask
    const hashed = await (await accounts.$context).password.hash(password)
    const sealed = await sealedKey(key, secret)
    return work(sealed, async ({ people, audit }) => {
      const id = randomUUID()
      const isNew = await people.add({ id, name, email, ...keysOf(name, email), password: hashed }, clock.now())
      const row = (isNew && (await people.find(id))) || refuse('already-there')
      audit.add({ kind: 'person.added', by: actor.id, about: { person: id }, after: { name, email } })
      return viewPerson(row, [], () => null)
    })
  }
