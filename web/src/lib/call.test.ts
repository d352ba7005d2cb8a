import { describe, expect, test } from 'vitest'
import { listApis, showApi } from '@grantdesk/shared/apis'
import { Problem } from '@grantdesk/shared/kernel/problem'
import { addressOf, Garbled, Refused, Unreached } from './call.ts'
import { mayRetry } from './query-client.ts'

describe('addressOf', () => {
  test('encodes what stands in the path', () => {
    expect(addressOf(showApi, { params: { api: 'a/b?c' } })).toBe('/api/v1/apis/a%2Fb%3Fc')
  })
  test('repeats lists and leaves out what is absent', () => {
    const query = { search: '客户 & co', state: ['running', 'failed'], auth: undefined, cursor: null, limit: 20 }
    expect(addressOf(listApis, { query })).toBe(
      '/api/v1/apis?search=%E5%AE%A2%E6%88%B7+%26+co&state=running&state=failed&limit=20',
    )
  })
  test('asks without a question mark when nothing is asked', () => {
    expect(addressOf(listApis, { query: {} })).toBe('/api/v1/apis')
  })
})

const refused = (code: Problem['code']) =>
  new Refused(Problem.parse({ type: 'x', title: code, status: 503, code, instance: 'r' }))

test.each([
  ['no answer', new Unreached('offline'), true],
  ['a desk that is not ready', refused('unavailable'), true],
  ['a refusal', refused('not-found'), false],
  ['a cloud that refuses', refused('cloud-refused'), false],
  ['an answer nobody understands', new Garbled('listApis'), false],
])('reading again after %s: %s', (_name, error, again) => {
  expect(mayRetry(0, error)).toBe(again)
})

test('reading again ends after two tries', () => {
  expect(mayRetry(2, new Unreached('offline'))).toBe(false)
})
