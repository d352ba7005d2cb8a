import { describe, expect, test } from 'vitest'
import { distance, makeFormat } from './format.ts'

const NOW = Date.parse('2026-11-21T12:04:31Z')
const before = (seconds: number) => new Date(NOW - seconds * 1000).toISOString()

test.each([
  [0, 'second', 0],
  [-59, 'second', -59],
  [-60, 'minute', -1],
  [-3599, 'minute', -59],
  [7200, 'hour', 2],
  [-86_400 * 3, 'day', -3],
  [-86_400 * 90, 'month', -2],
  [86_400 * 800, 'year', 2],
])('%i seconds are told in the largest unit that tells something', (seconds, unit, value) => {
  const { unit: told, value: count } = distance(seconds)
  expect(told).toBe(unit)
  expect(Math.abs(count)).toBe(Math.abs(value))
})

describe('English', () => {
  const format = makeFormat('en-GB', 'Asia/Shanghai')
  test('says how long ago', () => {
    expect(format.relative(before(3), NOW)).toBe('3 sec ago')
    expect(format.relative(before(0), NOW)).toBe('now')
  })
  test('shows the time alone for today, the date besides for other days', () => {
    expect(format.moment(before(0), NOW)).toBe('20:04:31')
    expect(format.moment(before(86_400), NOW)).toBe('20 Nov 2026, 20:04')
  })
  test('shows a whole instant in the zone of the reader and in UTC', () => {
    expect(format.instant(before(0))).toContain('20:04:31')
    expect(format.instant(before(0))).toMatch(/12:04:31 UTC$/)
  })
  test('groups thousands and joins lists', () => {
    expect(format.number(12_345)).toBe('12,345')
    expect(format.list(['a', 'b', 'c'])).toBe('a, b and c')
  })
})

test('Chinese dates are short and Chinese', () => {
  const format = makeFormat('zh-CN', 'Asia/Shanghai')
  expect(format.date(before(0))).toBe('2026/11/21')
  expect(format.relative(before(3), NOW)).toBe('3秒前')
})
