import { createHmac } from 'node:crypto'
import { isAPIError } from 'better-auth/api'
import type { signIn as contract, signInAsPersona as personaContract } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { refuse } from '../../kernel/refusal.ts'
import { type Accounts, COOKIE } from './accounts.ts'
import { PERSONAS } from '../demo-people.ts'
import { type Guest, ownHeaders, type SessionNeeds, type Sessions } from './find-session.ts'
import { ABSOLUTE_MS, IDLE_MS } from '../rules.ts'
import type { ShowSession } from './show-session.ts'

export type SignInNeeds = SessionNeeds & { sessions: Sessions; show: ShowSession; secret: string; demo: boolean }

type Opened = { person: string; cookies: string[] }

/** Signs in by e-mail and password. Whoever is wrong learns nothing: one answer, in about the same time. */
export const signIn =
  (needs: SignInNeeds) =>
  async ({ body }: Input<typeof contract>, { visit }: { visit: Guest }): Promise<Answer<typeof contract>> => {
    const opened = await byPassword(needs.accounts, visit, body)
    if (opened) return welcome(needs, visit, { ...opened, how: 'password' })
    await recordRefusal(needs, body.email)
    return refuse('wrong-credentials')
  }

/** Lets somebody of the demo world in, without a password: there is none. */
export const signInAsPersona =
  (needs: SignInNeeds) =>
  async (
    { body }: Input<typeof personaContract>,
    { visit }: { visit: Guest },
  ): Promise<Answer<typeof personaContract>> => {
    if (!needs.demo || !PERSONAS.some(({ id }) => id === body.persona)) return refuse('not-found')
    const opened = await asPersona(needs.accounts, visit, body.persona)
    return opened ? welcome(needs, visit, { ...opened, how: 'persona' }) : refuse('not-found')
  }

/** Opens a session by a password that was just checked or just set; `null` when it is not right. */
export const byPassword = (accounts: Accounts, guest: Guest, body: { email: string; password: string }) =>
  unlessRefused(async (): Promise<Opened> => {
    const answer = await accounts.api.signInEmail({ body, headers: ownHeaders(guest.headers), returnHeaders: true })
    return { person: answer.response.user.id, cookies: ownCookies(answer.headers) }
  })

const asPersona = (accounts: Accounts, guest: Guest, person: string) =>
  unlessRefused(async (): Promise<Opened> => {
    const headers = ownHeaders(guest.headers)
    const answer = await accounts.api.signInPersona({ body: { person }, headers, returnHeaders: true })
    return { person: answer.response.person, cookies: ownCookies(answer.headers) }
  })

async function unlessRefused(open: () => Promise<Opened>): Promise<Opened | null> {
  try {
    return await open()
  } catch (fault) {
    if (isAPIError(fault) && fault.status === 'UNAUTHORIZED') return null
    throw fault
  }
}

/** Of the cookies that better-auth sets, the only one that is ours. */
export const ownCookies = (headers: Headers): string[] =>
  headers.getSetCookie().filter((cookie) => cookie.startsWith(`${COOKIE}=`))

type Welcome = Opened & { how: 'password' | 'persona' | 'first-admin' }

/** A new session is open: the one that the browser had before ends, so no known id ever survives a sign-in. */
export async function welcome(
  { work, sessions, show, clock }: SignInNeeds,
  guest: Guest,
  { person, cookies, how }: Welcome,
): ReturnType<ShowSession> {
  const former = await sessions.find(guest.headers)
  const now = clock.now().getTime()
  await work(null, async ({ people, audit }) => {
    await people.seen(person, null, new Date(now))
    await people.endSessionsBefore({ started: new Date(now - ABSOLUTE_MS), seen: new Date(now - IDLE_MS) })
    if (former && (await people.endSession(former.id))) {
      const about = { person: former.person.id }
      audit.add({ kind: 'session.ended', by: former.person.id, about, data: { why: 'sign-in' } })
    }
    audit.add({ kind: 'session.started', by: person, about: { person }, data: { how } })
  })
  guest.setCookies(cookies)
  return show(person)
}

/** The address that was tried is kept as a keyed digest: attempts on one account can be told together, nothing else. */
async function recordRefusal({ work, people, secret }: SignInNeeds, email: string): Promise<void> {
  const known = await people.findByEmail(email)
  const account = createHmac('sha256', secret).update(email).digest('base64url')
  await work(null, async ({ audit }) => {
    audit.add({ kind: 'session.refused', by: null, about: known ? { person: known.id } : {}, data: { account } })
  })
}
