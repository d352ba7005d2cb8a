import { describe, expect, test } from 'vitest'
import {
  judge,
  judgeInDoubt,
  judgeOvertaken,
  judgeRegistration,
  lastWords,
  MOST_ATTEMPTS,
  PATIENCE_MS,
  pause,
  RESEND_MS,
} from './rules.ts'

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

const silent = { ...sent, said: 'unknown' as const }
const fresh = { ...sent, attempts: 0, sentAt: null, said: null }

describe('while an earlier call to the same app may still take effect', () => {
  test.each([
    ['a change that a reading shows is not done yet', sent, true, PATIENCE_MS, 'wait'],
    ['a refusal has not failed yet', { ...sent, said: 'refused' as const, cloud }, false, PATIENCE_MS, 'wait'],
    ['a yes that is not shown is read again first', sent, false, RESEND_MS - 1, 'wait'],
    ['a yes that does not stand is sent again', sent, false, RESEND_MS, 'send'],
    ['a yes that never stands is not sent for ever', { ...sent, attempts: MOST_ATTEMPTS }, false, RESEND_MS, 'wait'],
    ['silence is sent again as ever', silent, false, RESEND_MS, 'send'],
    ['what was never sent is sent', fresh, false, 0, 'send'],
  ])('%s', (_name, intent, asWanted, waited, expected) => {
    expect(judgeInDoubt(intent, asWanted, after(waited)).to).toBe(expected)
  })
})

describe('a wish after which the same app got another one', () => {
  test.each([
    ['was not needed when it was never sent', fresh, 0, 'not-needed'],
    ['is over when the cloud has answered', sent, 0, 'failed'],
    ['is waited for when the cloud was silent', silent, PATIENCE_MS - 1, 'wait'],
    ['is over when nothing can come any more', silent, PATIENCE_MS, 'failed'],
    ['is waited for when its worker has died', { ...sent, said: null }, 0, 'wait'],
  ])('%s', (_name, intent, waited, expected) => {
    expect(judgeOvertaken(intent, after(waited)).to).toBe(expected)
  })
})

describe('a registration', () => {
  test.each([
    ['that was never sent is sent', fresh, false, 0, 'send'],
    ['whose answer was lost is not repeated while it may come true', silent, false, PATIENCE_MS - 1, 'wait'],
    ['is repeated once nothing can come any more', silent, false, PATIENCE_MS, 'send'],
    ['that a reading shows is done', silent, true, 0, 'done'],
    ['that came into being by itself was not needed', fresh, true, 0, 'not-needed'],
    ['that was refused has failed', { ...sent, said: 'refused' as const, cloud }, false, 0, 'failed'],
  ])('%s', (_name, intent, isThere, waited, expected) => {
    expect(judgeRegistration(intent, isThere, after(waited)).to).toBe(expected)
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
