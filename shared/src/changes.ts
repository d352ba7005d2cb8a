import { z } from 'zod'
import { IntentId } from './kernel/ids.ts'
import { CloudWord } from './kernel/problem.ts'
import { Instant } from './kernel/time.ts'

/**
 * The life of one intended change.
 *
 * waiting → sending → done | failed | unknown; `unknown` goes on being read back until the cloud tells.
 * `not-needed`: the cloud already was as wanted, nothing was sent.
 */
export const IntentState = z.enum(['waiting', 'sending', 'unknown', 'done', 'failed', 'not-needed'])
export type IntentState = z.infer<typeof IntentState>

/** One intended change as the screen tells it. */
export const Change = z.object({
  id: IntentId,
  state: IntentState,
  /** Who wanted it. */
  by: z.string(),
  at: Instant,
  settledAt: Instant.nullable(),
  /** Why it failed, or what the cloud said last: its own code, message and request id. */
  cloud: CloudWord.nullable(),
})
export type Change = z.infer<typeof Change>

/** The registration of an API, an intent of its own. */
export const Registration = Change
export type Registration = Change
