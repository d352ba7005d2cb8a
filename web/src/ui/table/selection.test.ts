import { expect, test } from 'vitest'
import { select, selectAll } from './selection.ts'
import { stepTo } from './steps.ts'

const ids = ['a', 'b', 'c', 'd']

test('a click turns one row', () => {
  expect([...select(new Set(['a']), ids, { id: 'c', from: null })]).toEqual(['a', 'c'])
  expect([...select(new Set(['a', 'c']), ids, { id: 'c', from: null })]).toEqual(['a'])
})
test('shift takes everything between, in both directions', () => {
  expect([...select(new Set(['b']), ids, { id: 'd', from: 'b' })]).toEqual(['b', 'c', 'd'])
  expect([...select(new Set(['d']), ids, { id: 'a', from: 'd' })].toSorted()).toEqual(ids)
})
test('shift over a row that is gone takes only the clicked one', () => {
  expect([...select(new Set(), ids, { id: 'b', from: 'gone' })]).toEqual(['b'])
})
test('all selects what is in sight and keeps the rest', () => {
  expect([...selectAll(new Set(['z']), ids)].toSorted()).toEqual(['a', 'b', 'c', 'd', 'z'])
})
test('all again selects nothing', () => {
  expect(selectAll(new Set(ids), ids).size).toBe(0)
})

test.each([
  ['ArrowDown', 3, 4],
  ['ArrowUp', 0, 0],
  ['PageDown', 95, 99],
  ['PageUp', 12, 2],
  ['Home', 50, 0],
  ['End', 50, 99],
])('%s leads from row %i to row %i', (key, at, to) => {
  expect(stepTo(key, { at, count: 100, page: 10 })).toBe(to)
})
test('other keys and empty tables lead nowhere', () => {
  expect(stepTo('x', { at: 1, count: 5, page: 2 })).toBeNull()
  expect(stepTo('End', { at: 0, count: 0, page: 2 })).toBeNull()
})
