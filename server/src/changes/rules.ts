import type { Change } from '@grantdesk/shared/changes'
import type { Wanted } from '@grantdesk/shared/grants'
import type { WhyNot } from '@grantdesk/shared/kernel/allowed'
import type { Code, CloudWord } from '@grantdesk/shared/kernel/problem'

/** What the cloud answered when an intent was last sent. */
export type Said = 'done' | 'refused' | 'unknown'

type Sent = {
  state: Change['state']
  attempts: number
  sentAt: Date | null
  said: Said | null
  resendAt: Date | null
  cloud: CloudWord | null
}

/** A cloud may apply late what it did not answer, and may show late what it did: until then nothing is called failed. */
export const PATIENCE_MS = 60_000
/** How long after an unanswered call the same change may be sent again, when readings do not show it. */
export const RESEND_MS = 5_000
/** The same after a call that timed out. */
export const LATE_RESEND_MS = 25_000
/** How far a reading may be behind. */
export const LAG_MS = 15_000
export const MOST_ATTEMPTS = 3

export type Verdict =
  | { to: 'done' | 'not-needed' }
  | { to: 'failed'; cloud: CloudWord }
  /** Send it (again). */
  | { to: 'send' }
  /** Read again later. */
  | { to: 'wait' }

const NEVER_SHOWN: CloudWord = {
  status: null,
  code: null,
  message: 'The cloud said yes, but its readings never showed it.',
  requestId: null,
}
const NEVER_ANSWERED: CloudWord = {
  status: null,
  code: null,
  message: 'The cloud did not answer, and its readings do not show the change.',
  requestId: null,
}

/** What becomes of a change when a reading shows whether the cloud has it as wanted. */
export function judge(intent: Sent, asWanted: boolean, now: Date): Verdict {
  if (asWanted) return { to: intent.attempts > 0 ? 'done' : 'not-needed' }
  if (intent.attempts === 0 || intent.sentAt === null) return { to: 'send' }
  const waited = now.getTime() - intent.sentAt.getTime()
  switch (intent.said) {
    case 'refused':
      return { to: 'failed', cloud: intent.cloud ?? NEVER_ANSWERED }
    case 'done':
      return untilPatienceEnds(waited, intent.cloud ?? NEVER_SHOWN)
    case 'unknown':
    case null:
      return afterSilence(intent, { waited, now })
  }
}

/** Nobody knows whether the call took effect, and readings do not show it (yet). */
function afterSilence({ attempts, cloud, resendAt }: Sent, { waited, now }: { waited: number; now: Date }): Verdict {
  if (attempts >= MOST_ATTEMPTS) return untilPatienceEnds(waited, cloud ?? NEVER_ANSWERED)
  const isTooEarly = resendAt === null ? waited < RESEND_MS : now < resendAt
  return { to: isTooEarly ? 'wait' : 'send' }
}

/**
 * When a call without a known effect may be repeated. One that timed out, here or behind the gateway, is the likeliest to
 * come true late: repeated earlier, it could happen again after a later wish has undone it.
 */
export const resendAt = ({ kind, status }: { kind: string; status: number | null }, now: Date): Date =>
  new Date(now.getTime() + (kind === 'timeout' || status === 504 ? LATE_RESEND_MS : RESEND_MS))

/** A call of the last minute that may have changed something, with the cloud's ids of its apps. */
export type RecentCall = {
  id: string
  operation: 'grant' | 'revoke' | 'replace' | 'register'
  apps: readonly string[]
  /** Nobody knows its effect: it may still come. */
  lost: boolean
  endedAt: Date
}

/** A wish as it is compared with the other calls about its app. */
type Wish = { cloudId: string; wanted: Wanted; attempt: string | null; said: Said | null }

/** Whether a call would turn a wish into its opposite, if it came after it. */
export function speaksAgainst(
  { operation, apps }: Pick<RecentCall, 'operation' | 'apps'>,
  { cloudId, wanted }: Pick<Wish, 'cloudId' | 'wanted'>,
): boolean {
  const isNamed = apps.includes(cloudId)
  switch (operation) {
    case 'grant':
    case 'register':
      return isNamed && wanted === 'off'
    case 'revoke':
      return isNamed && wanted === 'on'
    case 'replace':
      return isNamed !== (wanted === 'on')
  }
}

/**
 * Whether a reading does not prove yet what became of a wish.
 *
 * A lost call the other way may still come, even when the reading shows what is wanted: it may have been so before. And a
 * reading may lag: without a yes to the wish itself it proves nothing so soon after another call about the same app.
 */
export function isInDoubt(wish: Wish, others: readonly RecentCall[], { asWanted, now }: Reading): boolean {
  const calls = others.filter(({ id }) => id !== wish.attempt)
  const isAgainst = (call: RecentCall): boolean => speaksAgainst(call, wish)
  if (calls.some((call) => call.lost && isAgainst(call))) return true
  const recent = calls.filter(({ endedAt }) => now.getTime() - endedAt.getTime() < LAG_MS)
  if (asWanted) return wish.said !== 'done' && recent.some(isAgainst)
  return (
    wish.said === 'refused' && recent.some((call) => call.operation === 'replace' || call.apps.includes(wish.cloudId))
  )
}

type Reading = { asWanted: boolean; now: Date }

/**
 * Which of the wishes may go now. A lost call with a whole set would undo, when it came, whatever it does not know: so
 * until then nothing goes but that same call again.
 */
export function notHeld<T extends Pick<Wish, 'attempt'>>(
  due: readonly T[],
  calls: readonly RecentCall[],
): readonly T[] {
  const held = calls.filter(({ lost, operation }) => lost && operation === 'replace')
  return held.length === 0 ? due : due.filter(({ attempt }) => held.some(({ id }) => id === attempt))
}

/** What becomes of a change that is in doubt: nothing is called settled, and what does not stand is sent again. */
export function judgeInDoubt(intent: Sent, asWanted: boolean, now: Date): Verdict {
  const verdict = judge(intent, asWanted, now)
  if (verdict.to === 'send') return verdict
  const waited = intent.sentAt === null ? 0 : now.getTime() - intent.sentAt.getTime()
  // It was done, and does not stand: the earlier call has come after it.
  const isUndone = !asWanted && intent.said === 'done' && waited >= RESEND_MS && intent.attempts < MOST_ATTEMPTS
  return { to: isUndone ? 'send' : 'wait' }
}

/** Registering twice makes two APIs where the cloud allows it: it is repeated only once nothing can come late any more. */
export function judgeRegistration(intent: Sent, isThere: boolean, now: Date): Verdict {
  const verdict = judge(intent, isThere, now)
  if (verdict.to !== 'send' || intent.sentAt === null) return verdict
  return { to: now.getTime() - intent.sentAt.getTime() < PATIENCE_MS ? 'wait' : 'send' }
}

const untilPatienceEnds = (waited: number, cloud: CloudWord): Verdict =>
  waited < PATIENCE_MS ? { to: 'wait' } : { to: 'failed', cloud }

const OVERTAKEN: CloudWord = {
  status: null,
  code: null,
  message: 'A later wish came before it could be read back what this one did.',
  requestId: null,
}

/** What becomes of a wish after which the same app got another one. */
export function judgeOvertaken({ attempts, cloud }: Sent, asWanted: boolean): Verdict {
  if (attempts === 0) return { to: 'not-needed' }
  return asWanted ? { to: 'done' } : { to: 'failed', cloud: cloud ?? OVERTAKEN }
}

/** Milliseconds until the next reading: quickly at first, slowly at last. */
export const pause = (tries: number): number => Math.min(250 * 2 ** Math.min(tries, 10), 15_000)

const REFUSALS: Partial<Record<WhyNot, Code>> = {
  'not-reviewer': 'not-allowed',
  'not-admin': 'not-allowed',
  'own-app': 'own-app',
  'api-exists': 'api-exists',
}

/** The code by which a person is refused for a reason. */
export const refusalFor = (reason: WhyNot): Code => REFUSALS[reason] ?? 'not-possible'
