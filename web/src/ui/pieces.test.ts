import { expect, test, vi } from 'vitest'
import { initials } from './initials.ts'
import { toggleColumn } from './table/ColumnMenu.tsx'
import { parseLayout } from './table/use-layout.ts'
import { makeToasts } from './toast.ts'

test.each([
  ['Li Wei', 'LW'],
  ['Ana Maria de Souza', 'AS'],
  ['赵敏', '赵敏'],
  ['欧阳修远', '修远'],
  ['madonna', 'M'],
  ['  ', ''],
  ['𝒳yz', '𝒳'],
])('%s is shown as %s', (name, sign) => {
  expect(initials(name)).toBe(sign)
})

test('a strange layout counts as none', () => {
  const standard = { added: [], removed: [], density: 'comfortable' }
  for (const kept of [null, '', '{', 'null', '[]', '{"added":[1],"density":"x"}'])
    expect(parseLayout(kept)).toEqual(standard)
  expect(parseLayout('{"added":["a"],"removed":["b"],"density":"compact"}')).toEqual({
    added: ['a'],
    removed: ['b'],
    density: 'compact',
  })
})

test('a column that is put in and taken away again leaves nothing twice', () => {
  const start = parseLayout(null)
  const added = toggleColumn(start, 'type', false)
  expect(added).toMatchObject({ added: ['type'], removed: [] })
  expect(toggleColumn(added, 'type', true)).toMatchObject({ added: [], removed: ['type'] })
})

test('a confirmation goes by itself, a failure stays until it is put away', () => {
  vi.useFakeTimers()
  const toasts = makeToasts(1000)
  toasts.say({ tone: 'ok', title: 'done' })
  toasts.say({ tone: 'bad', title: 'not done' })
  vi.advanceTimersByTime(1001)
  expect(toasts.list().map(({ title }) => title)).toEqual(['not done'])
  toasts.drop(toasts.list()[0]?.id ?? 0)
  expect(toasts.list()).toEqual([])
  vi.useRealTimers()
})
