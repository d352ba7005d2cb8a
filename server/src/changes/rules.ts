import type { Change } from '@grantdesk/shared/changes'
import type { WhyNot } from '@grantdesk/shared/kernel/allowed'
import type { Code, CloudWord } from '@grantdesk/shared/kernel/problem'

/** What the cloud answered when an intent was last sent. */
export type Said = 'done' | 'refused' | 'unknown'

type Sent = {
  state: Change['state']
  attempts: number
  sentAt: Date | null
  said: Said | null
  cloud: CloudWord | null
}

/** A cloud may apply late what it did not answer, and may show late what it did: until then nothing is called failed. */
export const PATIENCE_MS = 60_000
/** How long after an unanswered call the same change may be sent again, when readings do not show it. */
export const RESEND_MS = 5_000
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
      return afterSilence(intent, waited)
  }
}

/** Nobody knows whether the call took effect, and readings do not show it (yet). */
function afterSilence({ attempts, cloud }: Sent, waited: number): Verdict {
  if (attempts < MOST_ATTEMPTS) return { to: waited < RESEND_MS ? 'wait' : 'send' }
  return untilPatienceEnds(waited, cloud ?? NEVER_ANSWERED)
}

/** What an earlier call did to the same app is not known yet: until it is, nothing about the app can be called settled. */
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

/** What becomes of a wish after which the same app got another one; one that may still take effect is waited for. */
export function judgeOvertaken({ attempts, sentAt, said, cloud }: Sent, now: Date): Verdict {
  if (attempts === 0 || sentAt === null) return { to: 'not-needed' }
  const isAnswered = said === 'done' || said === 'refused'
  const waited = now.getTime() - sentAt.getTime()
  return isAnswered ? { to: 'failed', cloud: cloud ?? OVERTAKEN } : untilPatienceEnds(waited, cloud ?? OVERTAKEN)
}

/** The last word on each app; earlier ones are overtaken. */
export function lastWords<T extends { app: string; number: number }>(
  intents: readonly T[],
): { current: T[]; overtaken: T[] } {
  const last = new Map<string, T>()
  for (const intent of intents) {
    const known = last.get(intent.app)
    if (!known || known.number < intent.number) last.set(intent.app, intent)
  }
  const current = new Set(last.values())
  return { current: [...current], overtaken: intents.filter((intent) => !current.has(intent)) }
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
