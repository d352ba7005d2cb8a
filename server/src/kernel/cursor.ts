import { refuse } from './refusal.ts'

/** What one part of a place in a list is, so that nothing else reaches the comparison in SQL. */
export type Part = 'text' | 'instant' | 'integer'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
/** The earliest year that the database knows; the 30th of February it does not know either. */
const FIRST_YEAR = '0001'
const LONGEST = 2_000

const FITS: Record<Part, (given: unknown) => boolean> = {
  text: (given) => typeof given === 'string' && !given.includes('\0') && given.isWellFormed(),
  instant: (given) => typeof given === 'string' && INSTANT.test(given) && isThere(given),
  integer: (given) => typeof given === 'number' && Number.isSafeInteger(given) && Math.abs(given) <= 2_147_483_647,
}

const isThere = (instant: string): boolean => {
  const time = Date.parse(instant)
  return instant >= FIRST_YEAR && !Number.isNaN(time) && new Date(time).toISOString() === instant
}

/** A place in a list as an opaque word: the order it belongs to, then the sort values of the last row shown. */
export const writeCursor = (order: string, values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([order, ...values])).toString('base64url')

/** The sort values of a place; refuses what was not written for this very order. */
export function readCursor(cursor: string, order: string, parts: readonly Part[]): (string | number)[] {
  const given = decoded(cursor)
  const values = Array.isArray(given) && given[0] === order ? given.slice(1) : []
  const fits = values.length === parts.length && parts.every((part, i) => FITS[part](values[i]))
  return fits ? (values as (string | number)[]) : refuse('bad-input', { issues: [ISSUE] })
}

const ISSUE = { path: 'query.cursor', rule: 'format', message: 'not a place in this list' }

function decoded(cursor: string): unknown {
  if (cursor.length > LONGEST) return undefined
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
