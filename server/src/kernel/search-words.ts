import { seen } from '@grantdesk/shared/kernel/text'
import { nameKey } from './name-key.ts'

const LONGEST_KEY = 120
const MOST_TERMS = 8

/** A cloud's text in the form every database takes: no NUL, no half characters. */
export const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

export const cleanOrNull = (text: string | null): string | null => (text === null ? null : clean(text))

/** A cloud's instant in the form every database takes; years of more than four digits are nobody's. */
export const instantOrNull = (instant: string | null): string | null =>
  instant !== null && /^\d{4}-/.test(instant) ? instant : null

const plain = (text: string): string => clean(seen(text).normalize('NFKC').toLowerCase())

/**
 * How a named thing is sorted and found: the key, short enough that a place in a list fits into an address, and what a
 * search looks through: the texts as written, and the name by its sound, with and without spaces.
 */
export function keysOf(name: string, ...others: string[]): { name_key: string; words: string } {
  const key = clean(nameKey(name))
  const words = [plain(name), key, key.replaceAll(' ', ''), ...others.map(plain)].join('\n')
  return { name_key: clean(key.slice(0, LONGEST_KEY)), words }
}

/** The `LIKE` patterns of a search: every word of it must be found. */
export const patternsOf = (search: string): string[] =>
  plain(search)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_TERMS)
    .map((word) => `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`)
