import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { earliestWithdrawal, isWholeHour, validityFault, wholeHourFrom, withdrawalFault } from './whole-hours.ts'

test.each([
  ['2026-01-01T10:00:00.000Z', true],
  ['2026-01-01T10:00:00Z', true],
  ['2026-01-01T10:30:00.000Z', false],
  ['2026-01-01T10:00:00.001Z', false],
  ['2026-01-01T10:00:00.000+05:30', false],
  ['2026-01-01T10:00:00.000', false],
  ['2026-13-01T10:00:00.000Z', false],
  ['2026-01-01', false],
  ['', false],
])('%s is a whole hour in UTC: %s', (instant, expected) => {
  expect(isWholeHour(instant)).toBe(expected)
})

const at = (text: string): Date => new Date(text)

test.each([
  // The end of the hour, a day, a month and a leap day; local summer time plays no part.
  ['2026-01-01T10:00:00.000Z', '2026-01-01T10:00:00.000Z', '2026-01-03T10:00:00.000Z'],
  ['2026-01-01T10:00:00.001Z', '2026-01-01T11:00:00.000Z', '2026-01-03T11:00:00.000Z'],
  ['2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z', '2027-01-03T00:00:00.000Z'],
  ['2028-02-27T22:30:00.000Z', '2028-02-27T23:00:00.000Z', '2028-02-29T23:00:00.000Z'],
  ['2026-03-28T00:30:00.000Z', '2026-03-28T01:00:00.000Z', '2026-03-30T01:00:00.000Z'],
])('from %s the next hour is %s, the earliest withdrawal %s', (now, hour, withdrawal) => {
  expect(wholeHourFrom(at(now))).toBe(hour)
  expect(earliestWithdrawal(at(now))).toBe(withdrawal)
})

const now = at('2026-01-01T10:00:00.000Z')

test.each([
  ['2026-01-03T10:00:00.000Z', now, null],
  ['2026-01-03T10:00:00.000Z', at('2026-01-01T10:00:01.000Z'), 'too-soon'],
  ['2026-01-03T10:00:00.000Z', at('2026-01-01T09:59:59.000Z'), null],
  ['2026-01-03T09:00:00.000Z', now, 'too-soon'],
  ['2026-01-05T10:15:00.000Z', now, 'no-whole-hour'],
  ['tomorrow', now, 'no-whole-hour'],
] as const)('a withdrawal at %s, seen from %s, is %s', (instant, from, fault) => {
  expect(withdrawalFault(instant, from)).toBe(fault)
})

test.each([
  ['2026-01-01T11:00:00.000Z', null, null],
  ['2026-01-01T10:00:00.000Z', null, 'past'],
  ['2025-12-31T10:00:00.000Z', null, 'past'],
  ['2026-02-01T00:00:00.000Z', '2026-01-31T00:00:00.000Z', null],
  ['2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 'not-longer'],
  ['2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.001Z', 'not-longer'],
  // A grant that ended already is no reason against a new end.
  ['2026-02-01T00:00:00.000Z', '2025-02-01T00:00:00.000Z', null],
  ['2026-02-01T00:10:00.000Z', null, 'no-whole-hour'],
] as const)('a validity until %s, with %s as the present one, is %s', (until, present, fault) => {
  expect(validityFault(until, { now, present })).toBe(fault)
})

test('the earliest withdrawal is always allowed, and an hour before it never', () => {
  const days = { min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }
  fc.assert(
    fc.property(fc.date(days), (moment) => {
      const earliest = earliestWithdrawal(moment)
      expect(withdrawalFault(earliest, moment)).toBeNull()
      const before = new Date(Date.parse(earliest) - 3_600_000).toISOString()
      expect(withdrawalFault(before, moment)).toBe('too-soon')
      expect(validityFault(earliest, { now: moment, present: null })).toBeNull()
    }),
  )
})
