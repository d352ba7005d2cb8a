import { expect, test } from 'vitest'
import { findChromium } from './chromium.ts'

test('the Chromium of the environment comes first, and a wrong one is a fault', () => {
  const env = { CHROME_PATH: '/opt/mine', PATH: '/usr/bin' }
  expect(findChromium(env, () => true)).toBe('/opt/mine')
  expect(findChromium({ ...env, GRANTDESK_CHROMIUM: '/opt/ours' }, () => true)).toBe('/opt/ours')
  expect(() => findChromium(env, () => false)).toThrow('No Chromium at /opt/mine')
})

test.each([
  ['on the path', '/home/me/bin/google-chrome'],
  ['where Debian puts it', '/usr/bin/chromium'],
  ['among the applications of a Mac', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
])('a Chromium is found %s', (_, place) => {
  expect(findChromium({ PATH: '/home/me/bin' }, (path) => path === place)).toBe(place)
})

test('no Chromium is told as none', () => {
  expect(findChromium({ PATH: '' }, () => false)).toBeNull()
})
