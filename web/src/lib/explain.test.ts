import { createInstance } from 'i18next'
import { describe, expect, test } from 'vitest'
import { WHY_NOT } from '@grantdesk/shared/kernel/allowed'
import { CODES, type Code, type Problem } from '@grantdesk/shared/kernel/problem'
import { en } from '@grantdesk/shared/words/en'
import { zh } from '@grantdesk/shared/words/zh'
import { Garbled, Refused, Unreached } from './call.ts'
import { explain, isAboutFields, issueOf, quote, whyNot } from './explain.ts'
import type { Say } from './words.ts'

const sayIn = async (lng: string, translation: object): Promise<Say> => {
  const words = createInstance()
  await words.init({ lng, resources: { [lng]: { translation } }, interpolation: { escapeValue: false } })
  return words.t
}
const t = await sayIn('en', en)
const says = [t, await sayIn('zh-CN', zh)]

const problem = (code: Code, more: Partial<Problem> = {}) =>
  new Refused({ type: 'urn', title: code, status: CODES[code], code, instance: 'ref-1', ...more })

test.each(Object.keys(CODES) as Code[])('%s is explained in both languages', (code) => {
  for (const say of says) {
    const { title, advice, reference } = explain(say, problem(code))
    expect(title).not.toMatch(/problem\./)
    expect(advice).not.toMatch(/problem\.|^$/)
    expect(reference).toBe('ref-1')
  }
})

test.each(WHY_NOT)('%s is a sentence in both languages', (reason) => {
  for (const say of says) expect(whyNot(say, reason)).not.toMatch(/whyNot\.|^$/)
})

describe('what a person reads', () => {
  test('allowed needs no reason', () => expect(whyNot(t, true)).toBeNull())
  test('the reason stands before the advice', () => {
    expect(explain(t, problem('not-possible', { reason: 'creator-differs' })).advice).toMatch(/^The app was created by/)
  })
  test('a pause is told in seconds', () => {
    expect(explain(t, problem('cloud-throttled', { retryAfter: 1 })).advice).toMatch(
      /Again in 1 second at the earliest$/,
    )
  })
  test('no answer and a garbled answer are told apart', () => {
    expect(explain(t, new Unreached('x')).title).toBe('No answer came')
    expect(explain(t, new Garbled('x')).title).toBe('The answer was not understood')
  })
  test('a field says what is wrong with it, whatever lies inside of it', () => {
    const issues = [
      { path: 'body.email', rule: 'invalid_format', message: '' },
      { path: 'body.apps.0', rule: 'odd', message: '' },
    ]
    const error = problem('bad-input', { issues })
    expect(issueOf(t, error, 'email')).toBe('This does not look right')
    expect(issueOf(t, error, 'apps')).toBe('This cannot be taken as it is')
    expect(issueOf(t, error, 'name')).toBeNull()
    expect(isAboutFields(error, ['name'])).toBe(false)
    expect(isAboutFields(error, ['email'])).toBe(true)
  })
})

test("the cloud's answer is quoted in one line, without what it did not say", () => {
  expect(quote({ status: 500, code: 'ModelArts.3937', message: 'no', requestId: 'r1' })).toBe(
    '500 · ModelArts.3937 · no · X-Request-Id: r1',
  )
  expect(quote({ status: null, code: null, message: 'no', requestId: null })).toBe('no')
})
