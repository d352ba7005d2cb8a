import { setTimeout as pass } from 'node:timers/promises'
import type { Attempt } from './attempt.ts'
import { CloudFault } from './port.ts'

export type KeyLimits = {
  /** Refusals in a row after which a key rests. */
  refusals: number
  restMs: number
  /** How long calls wait for the first answer to an unproven key. */
  proofMs: number
}

/** What is known of one access key. */
type Known = { isProven: boolean; refusals: number; restsUntilMs: number; probe: Promise<unknown> | null }

function restingFault({ call }: Attempt, waitMs: number): CloudFault {
  return new CloudFault({
    kind: 'unauthenticated',
    effect: 'none',
    message: `${call.operation}: the cloud refused the access key several times; it rests so that the cloud does not lock it`,
    retryAfterMs: Math.ceil(waitMs),
  })
}

/** A 401 counts against the key, any other answer speaks for it, and none says nothing. */
function learn(known: Known, error: unknown, { refusals, restMs }: KeyLimits): void {
  if (!(error instanceof CloudFault) || error.status === null) return
  known.isProven = error.kind !== 'unauthenticated'
  known.refusals = known.isProven ? 0 : known.refusals + 1
  if (known.refusals >= refusals) known.restsUntilMs = performance.now() + restMs
}

/**
 * Shows no key to the cloud too often: the cloud locks an AK for five minutes after more than five refusals in a row
 * (IAM and API gateway, APIG.0301). So a key that is not proven yet is tried by one call before others use it, and a
 * key that is refused again and again rests.
 */
export function keyGuard(limits: KeyLimits): <T>(attempt: Attempt, run: () => Promise<T>) => Promise<T> {
  const keys = new Map<string, Known>()
  const knownOf = (accessKey: string): Known => {
    const known = keys.get(accessKey) ?? { isProven: false, refusals: 0, restsUntilMs: 0, probe: null }
    keys.set(accessKey, known)
    return known
  }
  return async (attempt, run) => {
    const known = knownOf(attempt.call.key.accessKey)
    const patience = performance.now() + limits.proofMs
    while (known.probe !== null && performance.now() < patience) {
      await Promise.race([known.probe, pass(limits.proofMs, undefined, { signal: attempt.signal, ref: false })])
    }
    const restMs = known.restsUntilMs - performance.now()
    if (restMs > 0) throw restingFault(attempt, restMs)

    const running = run()
    const probe = known.isProven ? null : running.then(settled, settled)
    if (probe !== null) known.probe = probe
    try {
      const answer = await running
      Object.assign(known, { isProven: true, refusals: 0 })
      return answer
    } catch (error) {
      learn(known, error, limits)
      throw error
    } finally {
      if (known.probe === probe) known.probe = null
    }
  }
}

const settled = (): undefined => undefined
