import { describe, expect, test } from 'vitest'
import type { Column } from './column.ts'
import { nextSort } from './column.ts'
import { fit, template } from './fit.ts'

const column = (id: string, [rank, min]: [number, number], more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  name: id,
  cell: (row) => row,
  rank,
  min,
  ...more,
})
const columns = [
  column('access', [0, 60], { grow: 0 }),
  column('name', [0, 200], { grow: 2 }),
  column('state', [1, 100]),
  column('created', [3, 100]),
  column('type', [2, 100]),
  column('project', [4, 100], { optional: true }),
]
const none = { added: [], removed: [] }
const ids = (list: readonly Column<string>[]) => list.map((c) => c.id)

describe('fit', () => {
  test('shows everything that is not optional where there is room', () => {
    expect(ids(fit(columns, none, 1000).shown)).toEqual(['access', 'name', 'state', 'created', 'type'])
  })
  test('drops the highest rank first', () => {
    const narrow = fit(columns, none, 480)
    expect(ids(narrow.shown)).toEqual(['access', 'name', 'state', 'type'])
    expect(narrow.dropped).toEqual(['created'])
  })
  test('never drops what always stays', () => {
    expect(ids(fit(columns, none, 10).shown)).toEqual(['access', 'name'])
  })
  test('keeps a column that was put in by hand, however narrow', () => {
    const narrow = fit(columns, { added: ['project'], removed: [] }, 10)
    expect(ids(narrow.shown)).toEqual(['access', 'name', 'project'])
    expect(narrow.width).toBe(360)
  })
  test('leaves out what was taken away by hand, but not what always stays', () => {
    expect(ids(fit(columns, { added: [], removed: ['state', 'name'] }, 1000).shown)).toEqual([
      'access',
      'name',
      'created',
      'type',
    ])
  })
  test('keeps the order in which the columns are given', () => {
    expect(ids(fit(columns, { added: ['project'], removed: [] }, 1000).shown)).toEqual(ids(columns))
  })
})

test('on a phone a column may be narrower', () => {
  const phone = [column('name', [0, 200], { narrow: 120, grow: 2 }), column('state', [1, 200], { narrow: 130 })]
  expect(ids(fit(phone, none, 260).shown)).toEqual(['name', 'state'])
  expect(template(phone, false, 260)).toBe('minmax(120px, 2fr) minmax(130px, 1fr)')
  expect(ids(fit(phone, none, 240).shown)).toEqual(['name'])
})

test('header and rows share one grid', () => {
  expect(template(columns.slice(0, 3), true, 1000)).toBe('44px 60px minmax(200px, 2fr) minmax(100px, 1fr)')
})

test('a header sorts by its first order, then turns round', () => {
  const updated = column('updated', [1, 100], { firstOrder: 'desc' })
  expect(nextSort(updated, { by: 'name', order: 'asc' })).toEqual({ by: 'updated', order: 'desc' })
  expect(nextSort(updated, { by: 'updated', order: 'desc' })).toEqual({ by: 'updated', order: 'asc' })
})
