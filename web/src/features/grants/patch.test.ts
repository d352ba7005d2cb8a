import { describe, expect, test } from 'vitest'
import { Grant } from '@grantdesk/shared/grants'
import { cloudAdvice, reasonOf } from './advice.ts'
import { splitBulk } from './bulk.ts'
import { asSent, isOn, isUnsettled, patchPages, patchRows } from './patch.ts'

const grant = (more: Partial<Record<keyof Grant, unknown>> = {}): Grant =>
  Grant.parse({
    api: 'a1',
    app: 'p1',
    state: 'none',
    wanted: null,
    actual: 'off',
    verifiedAt: null,
    change: null,
    allowed: { on: true, off: true },
    version: 1,
    ...more,
  })

describe('patching rows', () => {
  const rows = [{ grant: grant() }, { grant: grant({ app: 'p2' }) }]
  test('takes news of the same pair and leaves the others untouched', () => {
    const news = grant({ state: 'active', actual: 'on', version: 2 })
    const next = patchRows(rows, [news])
    expect(next[0]?.grant).toBe(news)
    expect(next[1]).toBe(rows[1])
  })
  test('told the same again, everything stays the very same', () => {
    const data = { pages: [{ rows, next: null, total: 2 }], pageParams: [undefined] }
    expect(patchPages(data, [grant(), grant({ app: 'p2' })])).toBe(data)
  })
  test('drops news that were overtaken', () => {
    const newer = [{ grant: grant({ version: 5 }) }]
    expect(patchRows(newer, [grant({ version: 4, state: 'active' })])[0]).toBe(newer[0])
  })
  test('does not mix up the same app of another API', () => {
    expect(patchRows(rows, [grant({ api: 'a2', version: 9 })])).toEqual(rows)
  })
  test('keeps everything else of the pages', () => {
    const data = { pages: [{ rows, next: 'c', total: 2 }], pageParams: [undefined] }
    expect(patchPages(data, [grant({ version: 2 })])?.pages[0]).toMatchObject({ next: 'c', total: 2 })
    expect(patchPages(undefined, [])).toBeUndefined()
  })
})

describe('a clicked row', () => {
  test('is on its way at once and claims no outcome', () => {
    const sent = asSent(grant(), 'on')
    expect(sent.state).toBe('issuing')
    expect(isUnsettled(sent)).toBe(true)
    expect(isOn(sent)).toBe(false)
    expect(asSent(grant({ state: 'active', actual: 'on' }), 'off')).toMatchObject({ state: 'ending', actual: 'on' })
  })
  test.each(['none', 'active', 'failed', 'outside'])('is settled when %s', (state) => {
    expect(isUnsettled(grant({ state }))).toBe(false)
  })
})

describe('a bulk', () => {
  const rows = [
    grant({ app: 'on', state: 'active', actual: 'on' }),
    grant({ app: 'off' }),
    grant({ app: 'own', allowed: { on: 'own-app', off: true } }),
    grant({ app: 'way', state: 'issuing' }),
  ]
  test('switches on what is off and may be', () => {
    const { can, cannot } = splitBulk(rows, 'on')
    expect(can.map(({ app }) => app)).toEqual(['off'])
    expect(cannot).toBe(2)
  })
  test('switches off what is on', () => {
    const { can, cannot } = splitBulk(rows, 'off')
    expect(can.map(({ app }) => app)).toEqual(['on'])
    expect(cannot).toBe(0)
  })
})

test.each([
  ['ModelArts.3923', 404, 'gone', 'missing'],
  ['ModelArts.3937', 500, 'the app and the service have different creators', 'creator'],
  ['ModelArts.3937', 500, 'gateway is busy', 'refused'],
  [null, 403, 'no', 'rights'],
  [null, 429, 'slow down', 'pause'],
])('%s %s "%s" leads to the advice for %s', (code, status, message, advice) => {
  expect(cloudAdvice({ code, status, message, requestId: null })).toBe(advice)
})

test('the code is said once, even when the message begins with it', () => {
  const word = { code: 'ModelArts.3937', status: 500, requestId: null }
  expect(reasonOf({ ...word, message: 'ModelArts.3937: no gateway' })).toBe('ModelArts.3937 · no gateway')
  expect(reasonOf({ ...word, message: 'no gateway' })).toBe('ModelArts.3937 · no gateway')
  expect(reasonOf({ ...word, code: null, message: 'no gateway' })).toBe('no gateway')
  expect(reasonOf(null)).toBe('')
})
