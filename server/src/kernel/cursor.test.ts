import { describe, expect, it } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'
import { patternsOf } from './search-words.ts'

describe('a place in a list', () => {
  it('comes back as it was written', () => {
    const values = ['che xian 车', '2026-03-02T08:00:00.000Z', -1]
    expect(readCursor(writeCursor('apis.name.asc', values), 'apis.name.asc', ['text', 'instant', 'integer'])).toEqual(
      values,
    )
  })

  it.each([
    ['another order', writeCursor('apis.name.desc', ['a']), ['text']],
    ['too few values', writeCursor('apis.name.asc', []), ['text']],
    ['too many values', writeCursor('apis.name.asc', ['a', 'b']), ['text']],
    ['a number for a text', writeCursor('apis.name.asc', [1]), ['text']],
    ['half a character', writeCursor('apis.name.asc', ['\ud83d']), ['text']],
    ['no instant', writeCursor('apis.name.asc', ['2026-02-30']), ['instant']],
    ['a day that no month has', writeCursor('apis.name.asc', ['2026-02-30T00:00:00.000Z']), ['instant']],
    ['a year that no database has', writeCursor('apis.name.asc', ['0000-01-01T00:00:00.000Z']), ['instant']],
    ['more than an integer', writeCursor('apis.name.asc', [2_147_483_648]), ['integer']],
    ['no JSON', 'bm90IGpzb24', ['text']],
  ] as const)('is refused with %s', (_, cursor, parts) => {
    expect(() => readCursor(cursor, 'apis.name.asc', parts)).toThrow('bad-input')
  })
})

describe('a search', () => {
  it('asks for every word, with the signs of patterns as they are', () => {
    expect(patternsOf(' Claims  １００%_\\ ')).toEqual(['%claims%', '%100\\%\\_\\\\%'])
  })
})
