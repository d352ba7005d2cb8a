import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHouse, type TestHouse } from '../../test/house.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantdesk-floor-'))
let house: TestHouse
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>floor</title>')
  writeFileSync(join(folder, 'assets/app.js'), 'export {}')
  house = await startHouse({ unread: true, webFolder: folder })
})
afterAll(async () => {
  await house.close()
  expect(house.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  rmSync(folder, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) => house.visitor().raw('GET', path, { headers })

describe('the web floor', () => {
  test.each(['/', '/index.html', '/apis/x', '/assets/app.js'])(
    '%s is sent whole, whatever part is asked for',
    async (path) => {
      const { status, headers } = await get(path, { range: 'bytes=99999999-' })
      expect([status, headers['content-range']]).toEqual([200, undefined])
    },
  )

  test.each([{ 'if-match': '"other"' }, { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }])(
    'a condition that does not hold is the fault of who asks: %o',
    async (condition) => {
      for (const path of ['/', '/index.html']) {
        const { status, headers } = await get(path, condition)
        expect([path, status, headers['cache-control']]).toEqual([path, 400, 'no-store'])
      }
    },
  )

  test.each(['/assets', '/assets/', '/assets/none.js', '/assets/..%2findex.html', '//evil.example/%2e%2e'])(
    'nothing at %s leads elsewhere or lacks the headers of the house',
    async (path) => {
      const { headers } = await get(path)
      expect(headers['location']).toBeUndefined()
      expect(headers['content-security-policy']).toBe((await get('/api/v1/health')).headers['content-security-policy'])
    },
  )
})
