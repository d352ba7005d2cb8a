import { expect, test } from 'vitest'
import { readView, type UrlShape, writeView } from './url-state.ts'

const SHAPE = {
  search: 'text',
  sort: ['name', 'updated'],
  state: 'list',
  grants: ['', 'true', 'false'],
} as const satisfies UrlShape

const read = (search: string) => readView(SHAPE, new URLSearchParams(search))
const write = (search: string, change: Parameters<typeof writeView<typeof SHAPE>>[2]) =>
  writeView(SHAPE, new URLSearchParams(search), change).toString()

test('an empty address is the usual view', () => {
  expect(read('')).toEqual({ search: '', sort: 'name', state: [], grants: '' })
})
test('strange words count as absent', () => {
  expect(read('sort=evil&grants=maybe').sort).toBe('name')
  expect(read('sort=evil&grants=maybe').grants).toBe('')
})
test('a view survives its address', () => {
  const view = { search: '客户', sort: 'updated', state: ['running', 'failed'], grants: 'false' } as const
  expect(read(write('', view))).toEqual(view)
})
test('what is usual is left out, and other parts stay', () => {
  expect(write('connection=c1&sort=updated&search=x', { sort: 'name', search: '' })).toBe('connection=c1')
})
test('parts that do not change stay', () => {
  expect(write('state=running&sort=updated', { search: 'a' })).toBe('state=running&sort=updated&search=a')
})
test('what nobody sees is not searched for', () => {
  expect(read(`search=${encodeURIComponent(' rtl-\u202Etset\u200B-\u0007x')}`).search).toBe('rtl-tset- x')
})
