import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readErrorBody, refusalOf } from './errors.ts'

describe('the body of a refusal', () => {
  test.each<[string, unknown, unknown]>([
    [
      'ModelArts',
      { error_code: 'ModelArts.3935', error_msg: 'No such API.' },
      { code: 'ModelArts.3935', message: 'No such API.', requestId: null },
    ],
    [
      'the gateway',
      { error_msg: 'AK not exist', error_code: 'APIG.0301', request_id: 'r1' },
      { code: 'APIG.0301', message: 'AK not exist', requestId: 'r1' },
    ],
    [
      'Keystone',
      { error: { code: 401, message: 'Wrong.', title: 'Unauthorized' } },
      { code: '401', message: 'Wrong.', requestId: null },
    ],
    [
      'camel case',
      { errorCode: 'X.1', errorMsg: 'No.', requestId: 'r2' },
      { code: 'X.1', message: 'No.', requestId: 'r2' },
    ],
    ['flat', { code: 'X.2', message: 'No.' }, { code: 'X.2', message: 'No.', requestId: null }],
    ['nested once', { forbidden: { code: 403, message: 'No.' } }, { code: '403', message: 'No.', requestId: null }],
    ['a bare text', 'workspace is read-only', { code: null, message: 'workspace is read-only', requestId: null }],
    ['null', null, { code: null, message: null, requestId: null }],
    ['a list', [{ code: 'x' }], { code: null, message: null, requestId: null }],
    ['other types', { error_code: {}, error_msg: null }, { code: null, message: null, requestId: null }],
  ])('of %s', (_name, body, expected) => {
    expect(readErrorBody(JSON.stringify(body))).toEqual(expected)
  })

  test('may be plain text, but a page of HTML is no message', () => {
    expect(readErrorBody('upstream connect error\n').message).toBe('upstream connect error')
    expect(readErrorBody(' <!doctype html><h1>502</h1>').message).toBeNull()
    expect(readErrorBody('').message).toBeNull()
  })

  test('is shown as one short line', () => {
    const { message } = readErrorBody(JSON.stringify({ error_msg: `a\r\n\u001b[31mb\u2028c${'x'.repeat(9_999)}` }))
    expect(message).toMatch(/^a \[31mb cx+$/)
    expect(message).toHaveLength(500)
  })

  test('never breaks the reading, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(Object.keys(readErrorBody(text))).toEqual(['code', 'message', 'requestId'])
      }),
      { numRuns: 2000 },
    )
  })
})

const body = (code: string) => JSON.stringify({ error_code: code, error_msg: 'no' })
const refusal = {
  operation: 'WriteIt',
  write: true,
  status: 500,
  text: body('ModelArts.3937'),
  requestId: null,
  retryAfterMs: null,
}

test.each([
  [400, 'ModelArts.0101', 'refused', 'none'],
  [400, 'DLM.4018', 'missing', 'none'],
  [400, 'DLM.4063', 'missing', 'none'],
  [400, 'DLM.4215', 'missing', 'none'],
  [400, 'DLM.4001', 'forbidden', 'none'],
  [400, 'DLM.4182', 'refused', 'none'],
  [400, 'DLS.1000', 'refused', 'none'],
  [400, 'DLM.9999', 'refused', 'none'],
  [401, 'APIG.0301', 'unauthenticated', 'none'],
  [403, 'ModelArts.0108', 'forbidden', 'none'],
  [403, 'ModelArts.0206', 'unauthenticated', 'none'],
  [404, 'ModelArts.3935', 'missing', 'none'],
  [408, 'APIG.0201', 'timeout', 'unknown'],
  [409, 'ModelArts.3929', 'refused', 'none'],
  [413, 'APIG.0201', 'refused', 'none'],
  [429, 'APIG.0308', 'throttled', 'none'],
  [500, 'ModelArts.3937', 'broken', 'unknown'],
  [504, 'APIG.0201', 'broken', 'unknown'],
  [302, 'x', 'rubbish', 'unknown'],
] as const)('%i %s is %s, effect %s', (...[status, code, kind, effect]) => {
  const fault = refusalOf({ ...refusal, status, text: body(code) })
  expect(fault).toMatchObject({ kind, effect, status, code, message: 'no' })
  expect(refusalOf({ ...refusal, write: false, status, text: body(code) }).effect).toBe('none')
})

test('of an operation that is under way asks for patience, whatever its code is', () => {
  const text = JSON.stringify({ error_code: 'DLS.1000', error_msg: 'Operation in progress. Try again later.' })
  expect(refusalOf({ ...refusal, status: 400, text })).toMatchObject({ kind: 'throttled', effect: 'none' })
})

test('prefers the request id of the header, and says something where the cloud says nothing', () => {
  const text = JSON.stringify({ error_code: 'APIG.0308', error_msg: 'slow', request_id: 'inside' })
  expect(refusalOf({ ...refusal, text }).requestId).toBe('inside')
  expect(refusalOf({ ...refusal, text, requestId: 'header' }).requestId).toBe('header')
  expect(refusalOf({ ...refusal, text: '' }).message).toBe('WriteIt: the cloud answered 500 without a reason')
})
