import { describe, expect, test } from 'vitest'
import { judge, lastWords, MOST_ATTEMPTS, PATIENCE_MS, pause, RESEND_MS } from './rules.ts'

const SENT = new Date('2026-11-21T12:00:00.000Z')
const after = (ms: number): Date => new Date(SENT.getTime() + ms)
const cloud = { status: 200, code: 'ModelArts.3937', message: 'creator differs', requestId: null }
const sent = { state: 'sending' as const, attempts: 1, sentAt: SENT, said: 'done' as const, cloud: null }

describe('the verdict on a change', () => {
  test.each([
    ['a change that a reading shows is done', sent, true, 0, 'done'],
    [
      'a change that was never needed is not sent',
      { ...sent, attempts: 0, sentAt: null, said: null },
      true,
      0,
      'not-needed',
    ],
    ['a change that was never sent is sent', { ...sent, attempts: 0, sentAt: null, said: null }, false, 0, 'send'],
    ['a yes that the readings do not show yet waits', sent, false, PATIENCE_MS - 1, 'wait'],
    ['a yes that the readings never show has failed', sent, false, PATIENCE_MS, 'failed'],
    ['a refusal has failed', { ...sent, said: 'refused' as const, cloud }, false, 0, 'failed'],
    ['a refusal of what is there already is done', { ...sent, said: 'refused' as const, cloud }, true, 0, 'done'],
    ['silence is read again first', { ...sent, said: 'unknown' as const }, false, RESEND_MS - 1, 'wait'],
    [
      'silence is sent again when readings do not show it',
      { ...sent, said: 'unknown' as const },
      false,
      RESEND_MS,
      'send',
    ],
    [
      'silence after the last attempt waits',
      { ...sent, said: 'unknown' as const, attempts: MOST_ATTEMPTS },
      false,
      RESEND_MS,
      'wait',
    ],
    [
      'silence after the last attempt has failed in the end',
      { ...sent, said: 'unknown' as const, attempts: MOST_ATTEMPTS },
      false,
      PATIENCE_MS,
      'failed',
    ],
  ])('%s', (_name, intent, asWanted, waited, expected) => {
    expect(judge(intent, asWanted, after(waited)).to).toBe(expected)
  })

  test('a refusal keeps the words of the cloud', () => {
    expect(judge({ ...sent, said: 'refused', cloud }, false, SENT)).toEqual({ to: 'failed', cloud })
  })
})

test('only the last word on an app counts', () => {
  const words = [
    { app: 'a', number: 1 },
    { app: 'b', number: 2 },
    { app: 'a', number: 3 },
  ]
  expect(lastWords(words)).toEqual({ current: [words[2], words[1]], overtaken: [words[0]] })
})

test('readings come quickly at first and never more slowly than every fifteen seconds', () => {
  expect([0, 1, 2, 30].map(pause)).toEqual([250, 500, 1000, 15_000])
})
