import type { changePassword as contract } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Actor } from '../../kernel/permit.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import type { Key } from '../../storage/keys.ts'
import type { Guest } from './find-session.ts'
import { sealedKey } from './sealed-key.ts'
import type { SignInNeeds } from './sign-in.ts'

type Ask = { actor: Actor; key: Key | null; visit: Guest }

/** Changes the own password and ends every other session of the account. */
export const changePassword =
  (needs: SignInNeeds) =>
  async ({ body }: Input<typeof contract>, ask: Ask): Promise<Answer<typeof contract>> => {
    const { work, sessions, show, clock, secret } = needs
    const { actor, key, visit } = ask
    const session = (await sessions.find(visit.headers)) ?? refuse('not-signed-in')
    // The slow work on passwords is done before: the unit of work only compares that nothing changed meanwhile.
    const { checked, fresh } = await compare(needs, actor.id, body)
    const answer = await show(actor.id)
    const sealed = await sealedKey(key, secret)
    let isNew = false
    try {
      return await work(sealed, async ({ people, audit }) => {
        isNew = true
        await people.lock(actor.id)
        if (checked === null || (await people.passwordOf(actor.id)) !== checked) refuse('wrong-credentials')
        await people.setPassword(actor.id, fresh, clock.now())
        const ended = await people.endSessionsOf(actor.id, session.id)
        audit.add({ kind: 'password.changed', by: actor.id, about: { person: actor.id }, data: { ended } })
        return answer
      })
    } catch (fault) {
      if (isNew && fault instanceof Refusal) await recordRefusal(needs, actor.id)
      throw fault
    }
  }

/** The stored hash if the current password is right, and the hash of the next one. */
async function compare({ accounts, people }: SignInNeeds, person: string, body: { current: string; next: string }) {
  const { password } = await accounts.$context
  const stored = await people.passwordOf(person)
  const isRight = stored !== null && (await password.verify({ hash: stored, password: body.current }))
  return { checked: isRight ? stored : null, fresh: await password.hash(body.next) }
}

const recordRefusal = ({ work }: SignInNeeds, person: string): Promise<void> =>
  work(null, async ({ audit }) => audit.add({ kind: 'password.refused', by: person, about: { person } }))
