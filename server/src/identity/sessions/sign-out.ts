import type { signOut as contract } from '@grantdesk/shared/identity'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import type { Actor } from '../../kernel/permit.ts'
import type { Key } from '../../storage/keys.ts'
import { type Guest, ownHeaders } from './find-session.ts'
import { ownCookies, type SignInNeeds } from './sign-in.ts'

/** Ends the session that asks. The row goes first: a cookie that was kept elsewhere opens nothing from then on. */
export const signOut =
  ({ accounts, sessions, work, show }: SignInNeeds) =>
  async (
    _input: unknown,
    { actor, key, visit }: { actor: Actor; key: Key | null; visit: Guest },
  ): Promise<Answer<typeof contract>> => {
    const session = await sessions.find(visit.headers)
    const nobody = await show(null)
    const answer = await work(key, async ({ people, audit }) => {
      const isEnded = session !== null && (await people.endSession(session.id))
      if (isEnded)
        audit.add({ kind: 'session.ended', by: actor.id, about: { person: actor.id }, data: { why: 'wish' } })
      return nobody
    })
    const { headers } = await accounts.api.signOut({ headers: ownHeaders(visit.headers), returnHeaders: true })
    visit.setCookies(ownCookies(headers))
    // The browser keeps nothing of the answers (no-store); what it stores is looks: theme, language, table layouts.
    visit.setHeader('Clear-Site-Data', '"cookies"')
    return answer
  }
