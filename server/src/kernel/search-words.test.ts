import { expect, test } from 'vitest'
import { keysOf, patternsOf } from './search-words.ts'

const isFound = (name: string, search: string): boolean =>
  patternsOf(search).every((pattern) => keysOf(name).words.includes(pattern.slice(1, -1).replaceAll('\\', '')))

test.each([
  ['车险定损', '车险'],
  ['车险定损', 'chexian'],
  ['Claims-Triage', 'TRIAGE'],
  ['100%_done', '100%_'],
  ['rtl-\u202Etset', 'rtl-tset'],
  ['rtl-\u202Etset', 'rtl-\u202Etset'],
  ['partner\u200B-hub', 'partner-hub'],
])('%j is found by %j', (name, search) => {
  expect(isFound(name, search)).toBe(true)
})

test('a word that is missing finds nothing', () => {
  expect(isFound('claims-triage', 'claims portal')).toBe(false)
})
