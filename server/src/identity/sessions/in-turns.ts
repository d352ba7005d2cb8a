import { Refusal } from '../../kernel/refusal.ts'

export type Turns = {
  /** How many run at the same time. */
  atOnce: number
  /** How many may wait behind them. */
  waiting: number
}

const RETRY_SECONDS = 5

/**
 * Lets slow work run a few at a time, and refuses whoever would wait too long behind others.
 *
 * Checking a password takes a core and 32 MB for a tenth of a second, by design. The limit by address does not hold back
 * many addresses at once, and without this one they would take the whole house.
 */
export function inTurns({ atOnce, waiting }: Turns) {
  const line: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (line.length >= waiting) throw new Refusal('too-many', { retryAfter: RETRY_SECONDS })
      // Whoever ends hands the turn over, so that nobody comes in between.
      await new Promise<void>((begin) => void line.push(begin))
    } else running++
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running--
    }
  }
}
