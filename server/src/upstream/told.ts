/** Before 1973 no cloud was: smaller numbers are seconds, as in the vendor's own example of ListServices. */
const FIRST_MS = 100_000_000_000
const DIGITS = /^\d+$/
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

function millisecondsOf(told: number | string): number {
  if (typeof told === 'number' || DIGITS.test(told)) {
    const count = Number(told)
    return count < FIRST_MS ? count * 1000 : count
  }
  const iso = ISO.exec(told)
  if (iso === null) return Number.NaN
  // Without a zone the cloud's times are UTC.
  const zone = told.length > 10 && iso[1] === undefined ? 'Z' : ''
  return Date.parse(`${told.replace(' ', 'T')}${zone}`)
}

/** An instant of the cloud as ISO 8601 UTC; `null` when it is absent, zero or no instant. */
export function instantOf(told: number | string | undefined): string | null {
  const at = told === undefined ? Number.NaN : millisecondsOf(told)
  return at > 0 && at <= 8.64e15 ? new Date(at).toISOString() : null
}

/** An empty text says nothing. */
export const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)
