import { isAPIError } from 'better-auth/api'
import type { Recorder } from '../../audit/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Actor } from '../../kernel/permit.ts'
import type { Work } from '../../storage/work.ts'
import { type Accounts, COOKIE } from './accounts.ts'
import { isOver, isSeenAnew, type SessionTimes } from '../rules.ts'
import type { PeopleStore } from '../store.ts'

/** What a unit of work of this room writes with. */
export type Stores = { people: PeopleStore; audit: Recorder }

/** A request as far as this room looks at it, and what goes back with the answer. */
export type Guest = {
  headers: Headers
  setCookies(cookies: readonly string[]): void
  setHeader(name: string, value: string): void
}

/** An open session and whose it is. */
type OpenSession = { id: string; person: { id: string; name: string; email: string } }

export type SessionNeeds = { accounts: Accounts; people: PeopleStore; work: Work<Stores>; clock: Clock }

export type Sessions = {
  /** The session of a request, if it has one that is still open at this very instant. */
  find: (headers: Headers) => Promise<OpenSession | null>
  /** Who asks, with the roles in force at this very instant. */
  actorOf: (guest: Pick<Guest, 'headers'>) => Promise<Actor | null>
}

export function createSessions({ accounts, people, work, clock }: SessionNeeds): Sessions {
  async function end(session: OpenSession): Promise<null> {
    await work(null, async ({ people, audit }) => {
      const about = { person: session.person.id }
      const isEnded = await people.endSession(session.id)
      if (isEnded) audit.add({ kind: 'session.ended', by: null, about, data: { why: 'time' } })
    })
    return null
  }

  async function find(headers: Headers): Promise<OpenSession | null> {
    const found = await read(accounts, headers)
    if (!found || found.disabled) return null
    const now = clock.now()
    if (isOver(found.times, now)) return end(found.session)
    if (isSeenAnew(found.times, now)) await people.seen(found.session.person.id, found.session.id, now)
    return found.session
  }

  async function actorOf({ headers }: Pick<Guest, 'headers'>): Promise<Actor | null> {
    const session = await find(headers)
    return session && { ...session.person, roles: await people.rolesOf(session.person.id, clock.now()) }
  }

  return { find, actorOf }
}

type Read = { session: OpenSession; times: SessionTimes; disabled: boolean }

async function read(accounts: Accounts, headers: Headers): Promise<Read | null> {
  const own = ownHeaders(headers)
  if (own.get('cookie') === '') return null
  const found = await accounts.api
    .getSession({ headers: own, query: { disableRefresh: true } })
    .catch((fault: unknown) => {
      // The library wraps what storage said; the door's own words for it need the fault itself.
      throw isAPIError(fault) && fault.cause instanceof Error ? fault.cause : fault
    })
  if (!found) return null
  const { session, user } = found
  return {
    session: { id: session.id, person: { id: user.id, name: user.name, email: user.email } },
    times: { startedAt: session.startedAt, seenAt: session.seenAt },
    disabled: user.disabledAt instanceof Date,
  }
}

/**
 * All that better-auth gets to see of a request: of its cookies ours alone, and only if there is one of it.
 *
 * A browser keeps others from setting a cookie of this name, but not one that merely looks like it: a name that begins
 * with a space of another kind is trimmed to ours by the library's reader, and would slip somebody else's session in.
 */
export function ownHeaders(headers: Headers): Headers {
  const own =
    headers
      .get('cookie')
      ?.split(';')
      .map(bare)
      .filter((pair) => pair.startsWith(`${COOKIE}=`)) ?? []
  const [cookie = '', another] = own
  return new Headers({ cookie: another === undefined ? cookie : '', 'user-agent': headers.get('user-agent') ?? '' })
}

/** Without what may stand around a pair (RFC 6265, section 5.2): blanks and tabs, no other space. */
const bare = (pair: string): string => pair.replaceAll(/^[ \t]+|[ \t]+$/g, '')
