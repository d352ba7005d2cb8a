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
  cloud: CloudWord | null
}

/** One intended switch as the queue holds it. */
export type SwitchIntent = Sent & {
  id: string
  number: number
  app: string
  wanted: Wanted
  at: Date
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

const untilPatienceEnds = (waited: number, cloud: CloudWord): Verdict =>
  waited < PATIENCE_MS ? { to: 'wait' } : { to: 'failed', cloud }

/** The last word on each app; earlier ones are no longer needed. */
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
