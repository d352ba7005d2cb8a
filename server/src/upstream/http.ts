import { setTimeout as pass } from 'node:timers/promises'
import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  wrap,
} from 'cockatiel'
import { type Dispatcher, Pool } from 'undici'
import {
  type Answer,
  answerOf,
  type Attempt,
  type Call,
  faultOf,
  isWrite,
  lossOf,
  originOf,
  outgoingOf,
} from './attempt.ts'
import { exchange } from './exchange.ts'
import { keyGuard, type KeyLimits } from './keys.ts'
import { waitBefore } from './patience.ts'
import { CloudFault } from './port.ts'

export type Clock = { now(): Date }

export type Limits = {
  /** For a read with all its repetitions, from the call to the last byte. */
  readDeadlineMs: number
  writeDeadlineMs: number
  connectMs: number
  /** Repetitions of a read after its first try. */
  retries: number
  backoff: { baseMs: number; capMs: number }
  /** Largest answer, decoded. */
  maxBytes: number
  /** Calls at the same time, and calls that may wait for their turn. */
  connections: number
  queue: number
  /** Failures in a row after which the cloud is left alone for a while. */
  breakAfter: number
  breakMs: number
  keys: KeyLimits
}

const LIMITS: Limits = {
  readDeadlineMs: 20_000,
  writeDeadlineMs: 30_000,
  connectMs: 5_000,
  retries: 3,
  backoff: { baseMs: 200, capMs: 5_000 },
  maxBytes: 16 * 1024 * 1024,
  connections: 8,
  queue: 500,
  breakAfter: 10,
  breakMs: 3_000,
  keys: { refusals: 3, restMs: 60_000, proofMs: 2_000 },
}

export type HttpParts = {
  /** Origin of the cloud: the only address that is ever called. */
  endpoint: string
  project: string
  clock: Clock
  random?: (() => number) | undefined
  limits?: Partial<Limits> | undefined
  /** Sees every request and answer on the wire; for recording in tests. */
  interceptor?: Dispatcher.DispatcherComposeInterceptor | undefined
}

export type CloudHttp = { send(call: Call): Promise<Answer>; close(): Promise<void> }

/** A cloud that is down or out of reach; a refusal of ModelArts with its own code is the answer of a cloud that works. */
const isOutage = (error: unknown): boolean =>
  error instanceof CloudFault &&
  (error.kind === 'unreachable' ||
    error.kind === 'timeout' ||
    (error.kind === 'broken' && error.code?.startsWith('ModelArts.') !== true))

/** An answer that says wait or failed, or none at all; not what the guard of this side refused. */
const mayRepeat = (fault: CloudFault): boolean =>
  fault.status === null
    ? fault.kind === 'unreachable' && fault.retryAfterMs === null
    : fault.kind === 'throttled' || fault.kind === 'broken'

/** The instant, on the machine's own steady clock, before which the cloud does not want to be asked. */
type Quiet = { untilMs: number }

type Needs = {
  clock: Clock
  project: string
  random: () => number
  origin: URL
  dispatcher: Dispatcher
  limits: Limits
  quiet: Quiet
  guarded: <T>(attempt: Attempt, run: () => Promise<T>) => Promise<T>
}

/** At most so many calls at once, and none for a while to a cloud that only fails. */
function guard({ connections, queue, breakAfter, breakMs }: Limits): Needs['guarded'] {
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: breakMs,
    breaker: new ConsecutiveBreaker(breakAfter),
  })
  const policy = wrap(breaker, bulkhead(connections, queue))
  return async (attempt, run) => {
    try {
      return await policy.execute(run, attempt.signal)
    } catch (error) {
      const { operation } = attempt.call
      if (error instanceof BulkheadRejectedError) {
        const message = `${operation}: too many calls wait for this connection`
        throw new CloudFault({ kind: 'throttled', effect: 'none', message })
      }
      if (!(error instanceof BrokenCircuitError)) throw error
      const message = `${operation}: the cloud failed ${breakAfter} times in a row and is left alone for a moment`
      throw new CloudFault({ kind: 'unreachable', effect: 'none', message, retryAfterMs: breakMs })
    }
  }
}

async function attemptOnce(needs: Needs, attempt: Attempt): Promise<Answer> {
  const { origin, project, clock, dispatcher, limits } = needs
  const { call, departure, signal } = attempt
  return needs.guarded(attempt, async () => {
    departure.sent = false
    try {
      const outgoing = outgoingOf({ call, origin, project, now: clock.now() })
      const incoming = await exchange(dispatcher, outgoing, { signal, departure, maxBytes: limits.maxBytes })
      return answerOf(attempt, incoming, clock.now())
    } catch (error) {
      throw lossOf(attempt, error)
    }
  })
}

/** Waits, unless the time would be up before: then what went wrong is said at once. */
async function hold(waitMs: number, { attempt, endMs, fault }: { attempt: Attempt; endMs: number; fault: CloudFault }) {
  if (waitMs <= 0) return
  if (performance.now() + waitMs >= endMs) throw fault
  await pass(waitMs, undefined, { signal: attempt.signal })
}

function quietFault(attempt: Attempt, waitMs: number): CloudFault {
  const message = `${attempt.call.operation}: the cloud asked for a pause`
  return new CloudFault({ kind: 'throttled', effect: 'none', message, retryAfterMs: Math.ceil(waitMs) })
}

/** Repeats a read that may go better next time. A write is sent once: whether to send it again is for a read-back. */
async function persist(needs: Needs, attempt: Attempt, endMs: number): Promise<Answer> {
  const { limits, random, quiet } = needs
  for (let tries = 0; ; tries += 1) {
    const pauseMs = quiet.untilMs - performance.now()
    await hold(pauseMs, { attempt, endMs, fault: quietFault(attempt, pauseMs) })
    try {
      return await attemptOnce(needs, attempt)
    } catch (error) {
      if (!(error instanceof CloudFault)) throw error
      if (error.status !== null && error.retryAfterMs !== null) {
        quiet.untilMs = Math.max(quiet.untilMs, performance.now() + error.retryAfterMs)
      }
      if (isWrite(attempt.call) || !mayRepeat(error) || tries >= limits.retries) throw error
      const waitMs = waitBefore(tries, error.retryAfterMs, { ...limits.backoff, random })
      await hold(waitMs, { attempt, endMs, fault: error })
    }
  }
}

/** The deadline stands outside of everything, so that no queue, wait or repetition can outlast it. */
async function send(needs: Needs, call: Call): Promise<Answer> {
  const deadlineMs = isWrite(call) ? needs.limits.writeDeadlineMs : needs.limits.readDeadlineMs
  const time = new AbortController()
  const signal = call.signal === undefined ? time.signal : AbortSignal.any([time.signal, call.signal])
  const attempt: Attempt = { call, departure: { sent: false }, signal }
  const { promise: over, reject } = Promise.withResolvers<never>()
  const giveUp = (): void => reject(faultOf(attempt, 'timeout', time.signal.aborted ? 'no answer in time' : 'given up'))
  if (signal.aborted) giveUp()
  signal.addEventListener('abort', giveUp, { once: true })
  const timer = setTimeout(() => time.abort(), deadlineMs)
  try {
    return await Promise.race([over, persist(needs, attempt, performance.now() + deadlineMs)])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

/** The way to one cloud connection: signs, sends, repeats reads with patience, and says in one word what went wrong. */
export function createHttp(parts: HttpParts): CloudHttp {
  const { clock, project, random = Math.random, interceptor } = parts
  const origin = originOf(parts.endpoint)
  const limits: Limits = { ...LIMITS, ...parts.limits }
  const pool = new Pool(origin.origin, {
    connections: limits.connections,
    connect: { timeout: limits.connectMs },
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  })
  const dispatcher = interceptor === undefined ? pool : pool.compose(interceptor)
  const [byKey, byCloud] = [keyGuard(limits.keys), guard(limits)]
  const guarded: Needs['guarded'] = (attempt, run) => byKey(attempt, () => byCloud(attempt, run))
  const needs: Needs = { clock, project, random, origin, dispatcher, limits, quiet: { untilMs: 0 }, guarded }
  // Who still waits for an answer here has nobody left to give it to.
  return { send: (call) => send(needs, call), close: () => pool.destroy() }
}
