/** How long to wait before a call is repeated. */
export type Backoff = { baseMs: number; capMs: number }

/** The longest wait that is taken from a cloud's word. */
export const LONGEST_WAIT_MS = 60_000

/**
 * `Retry-After` as milliseconds, at most a minute: seconds, or a date, which is compared with the answer's own `Date` so
 * that the two clocks need not agree. Anything else counts as not said.
 */
export function retryAfter(headers: Readonly<Record<string, string | undefined>>, now: Date): number | null {
  const said = headers['retry-after']?.trim()
  if (said === undefined) return null
  if (/^\d+$/.test(said)) return Math.min(Number(said) * 1000, LONGEST_WAIT_MS)

  const until = /^[A-Za-z]{3,9},/.test(said) ? Date.parse(said) : Number.NaN
  if (Number.isNaN(until)) return null
  const from = Date.parse(headers['date'] ?? '')
  const wait = until - (Number.isNaN(from) ? now.getTime() : from)
  return Math.min(Math.max(wait, 0), LONGEST_WAIT_MS)
}

/** Exponential wait with full jitter; what the cloud asked for comes on top, so that no call comes before its time. */
export function waitBefore(
  attempt: number,
  askedMs: number | null,
  { baseMs, capMs, random }: Backoff & { random: () => number },
): number {
  return (askedMs ?? 0) + random() * Math.min(capMs, baseMs * 2 ** attempt)
}
