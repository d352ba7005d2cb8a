const LONG_NUMBER = /\d{16}/

/** A whole number beyond 2^53 stays the text that it was: as a number it would be another id. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? source : value
}

/** Parses JSON without throwing, however deep it is. */
export function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}
