import { describe, expect, test } from 'vitest'
import {
  isInDoubt,
  judge,
  judgeInDoubt,
  judgeOvertaken,
  judgeRegistration,
  LAG_MS,
  LATE_RESEND_MS,
  MOST_ATTEMPTS,
  notHeld,
  PATIENCE_MS,
  pause,
  RESEND_MS,
  resendAt,
  speaksAgainst,
} from './rules.ts'

const SENT = new Date('2026-11-21T12:00:00.000Z')
const after = (ms: number): Date => new Date(SENT.getTime() + ms)
const cloud = { status: 200, code: 'ModelArts.3937', message: 'creator differs', requestId: null }
const sent = {
  state: 'sending' as const,
  attempts: 1,
  sentAt: SENT,
  said: 'done' as const,
  resendAt: null,
  cloud: null,
}

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
    ['was not needed when it was never sent', fresh, false, 'not-needed'],
    ['is done when a reading shows it all the same', silent, true, 'done'],
    ['is over when none does', silent, false, 'failed'],
    ['is over when the cloud has refused it', { ...sent, said: 'refused' as const, cloud }, false, 'failed'],
  ])('%s', (_name, intent, asWanted, expected) => {
    expect(judgeOvertaken(intent, asWanted).to).toBe(expected)
  })
})

describe('a call the other way', () => {
  const call = { operation: 'grant' as const, apps: ['cloud-a'] }
  const wish = { cloudId: 'cloud-a', wanted: 'off' as const }
  test.each([
    ['that grants speaks against a withdrawal', call, wish, true],
    ['that grants does not speak against a grant', call, { ...wish, wanted: 'on' as const }, false],
    ['that registers speaks against a withdrawal', { ...call, operation: 'register' as const }, wish, true],
    [
      'that withdraws speaks against a grant',
      { ...call, operation: 'revoke' as const },
      { ...wish, wanted: 'on' as const },
      true,
    ],
    ['of another app says nothing', call, { ...wish, cloudId: 'cloud-b' }, false],
    ['of a whole set speaks against what it gives', { ...call, operation: 'replace' as const }, wish, true],
    [
      'of a whole set speaks against what it takes away',
      { ...call, operation: 'replace' as const },
      { cloudId: 'cloud-b', wanted: 'on' as const },
      true,
    ],
    [
      'of a whole set does not speak against what it takes away itself',
      { ...call, operation: 'replace' as const },
      { cloudId: 'cloud-b', wanted: 'off' as const },
      false,
    ],
  ])('%s', (_name, other, later, expected) => {
    expect(speaksAgainst(other, later)).toBe(expected)
  })
})

describe('a reading', () => {
  const grant = { id: 'earlier', operation: 'grant' as const, apps: ['cloud-a'], lost: false, endedAt: SENT }
  const lost = { ...grant, lost: true }
  const off = { cloudId: 'cloud-a', wanted: 'off' as const, attempt: 'own', said: 'done' as const }
  const silently = { ...off, said: 'unknown' as const }
  const refused = { ...off, said: 'refused' as const }
  const again = { ...refused, wanted: 'on' as const }
  test.each([
    ['proves a wish that nothing stands against', off, [], true, 0, false],
    ['proves nothing while a lost call may come', off, [lost], true, PATIENCE_MS - 1, true],
    ['does not doubt a call for itself', { ...silently, attempt: 'earlier' }, [lost], true, 0, false],
    ['proves a yes, however soon', off, [grant], true, 0, false],
    ['proves no silence so soon after a call the other way', silently, [grant], true, LAG_MS - 1, true],
    ['proves it later', silently, [grant], true, LAG_MS, false],
    ['proves no refusal so soon after another call', again, [grant], false, LAG_MS - 1, true],
    ['proves a refusal later', again, [grant], false, LAG_MS, false],
    ['proves a refusal that nothing went before', refused, [], false, 0, false],
    ['of another app says nothing', { ...silently, cloudId: 'cloud-b' }, [lost, grant], true, 0, false],
  ])('%s', (_name, wish, calls, asWanted, waited, expected) => {
    expect(isInDoubt(wish, calls, { asWanted, now: after(waited) })).toBe(expected)
  })
})

test('while a lost call with a whole set may come, nothing goes but that call again', () => {
  const put = { id: 'put', operation: 'replace' as const, apps: ['cloud-a'], lost: true, endedAt: SENT }
  const [again, other, first] = [{ attempt: 'put' }, { attempt: 'another' }, { attempt: null }]
  expect(notHeld([again, other, first], [put])).toEqual([again])
  expect(
    notHeld(
      [again, other, first],
      [
        { ...put, lost: false },
        { ...put, operation: 'grant' },
      ],
    ),
  ).toEqual([again, other, first])
})

describe('a lost call', () => {
  test.each([
    ['a moment', { kind: 'broken', status: 500 }, RESEND_MS],
    ['a moment', { kind: 'unreachable', status: null }, RESEND_MS],
    ['longer when it timed out', { kind: 'timeout', status: null }, LATE_RESEND_MS],
    ['longer when the gateway did not wait for it', { kind: 'broken', status: 504 }, LATE_RESEND_MS],
  ])('is not repeated for %s', (_, fault, waits) => {
    const at = resendAt(fault, SENT)
    expect(at).toEqual(after(waits))
    expect(judge({ ...silent, resendAt: at }, false, after(waits - 1)).to).toBe('wait')
    expect(judge({ ...silent, resendAt: at }, false, at).to).toBe('send')
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

test('readings come quickly at first and never more slowly than every fifteen seconds', () => {
  expect([0, 1, 2, 30].map(pause)).toEqual([250, 500, 1000, 15_000])
})
