import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { watching } from '../support/watch.ts'

const SECRET = 'ca9a1207f3b2c4d5e6a7b8c9d0e1f2a3'
const PAGES: Record<string, string> = {
  '/': '<script src="/sound.js"></script><script src="/leak.js"></script>',
  '/sound.js': 'const key = "no secret"',
  '/leak.js': `const key = atob("${Buffer.from(SECRET).toString('base64')}")`,
}

test('a secret planted in an answer is caught on its way into the browser', async ({ page, context }) => {
  const server = createServer((req, res) => res.end(PAGES[req.url ?? ''] ?? '')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { watch, settled } = watching(context)
  await page.goto(base, { waitUntil: 'load' })
  await settled()
  server.close()
  expect(watch.looked).toBeGreaterThanOrEqual(6)
  expect(watch.leaks).toEqual([`GET ${base}/leak.js leaks a secret, base64: ${SECRET}`])
})
