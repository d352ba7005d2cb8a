import type { Role, Scope } from '@grantdesk/shared/identity'

const HOUR = 3_600_000

/** A session ends when nobody used it for so long ... */
export const IDLE_MS = 8 * HOUR
/** ... and after so long in any case. */
export const ABSOLUTE_MS = 7 * 24 * HOUR
/** How exactly the last use of a session is kept. */
const SEEN_STEP_MS = 60_000

export type SessionTimes = { startedAt: Date; seenAt: Date }

/** Whether a session is over by either limit. */
export const isOver = ({ startedAt, seenAt }: SessionTimes, now: Date): boolean =>
  now.getTime() - seenAt.getTime() >= IDLE_MS || now.getTime() - startedAt.getTime() >= ABSOLUTE_MS

/** Whether the last use is worth writing down again. */
export const isSeenAnew = ({ seenAt }: SessionTimes, now: Date): boolean =>
  Math.abs(now.getTime() - seenAt.getTime()) >= SEEN_STEP_MS

/** Which scopes a role can have: admins and auditors have all or nothing, a reviewer reviews APIs, an owner owns apps. */
const SCOPES: Record<Role, readonly Scope['of'][]> = {
  admin: ['everything'],
  auditor: ['everything'],
  reviewer: ['everything', 'connection', 'service', 'api'],
  owner: ['app'],
}

export const fits = (role: Role, scope: Scope): boolean => SCOPES[role].includes(scope.of)

const sameScope = (a: Scope, b: Scope): boolean => a.of === b.of && idOf(a) === idOf(b)

/** The id within a scope; `null` for everything. */
export const idOf = (scope: Scope): string | null => (scope.of === 'everything' ? null : scope.id)

/** A role that a person has: what the rules need of it. */
type RoleHeld = { id: string; role: Role; scope: Scope; until: Date | null }

/** The admins who stay: enabled, and in that role without an end. */
export type Admins = readonly { person: string; assignment: string }[]

/** Whether nobody would be admin any more once these were gone. */
export const isLastAdmin = (admins: Admins, without: { person?: string; assignment?: string }): boolean =>
  admins.length > 0 &&
  admins.every(({ person, assignment }) => person === without.person || assignment === without.assignment)

export type GiveRuling = true | 'own-roles' | 'scope' | 'until' | 'already-there'

type Gift = { role: Role; scope: Scope; until: Date | null }
type Giver = { giver: string; receiver: string; enabledPeople: number }

/**
 * Whether a role may be given. Nobody gives himself a role: what he may do would then be his own decision. The only
 * person of the house may, because nobody else can; it is on record.
 */
export function mayGive(gift: Gift, has: readonly RoleHeld[], who: Giver & { now: Date }): GiveRuling {
  if (who.giver === who.receiver && who.enabledPeople > 1) return 'own-roles'
  if (!fits(gift.role, gift.scope)) return 'scope'
  if (gift.until && gift.until <= who.now) return 'until'
  return has.some((held) => held.role === gift.role && sameScope(held.scope, gift.scope)) ? 'already-there' : true
}
