import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { CanaryWatch, leakIn } from './canary.ts'

const SECRET = 'ca9a1207f3b2c4d5e6a7b8c9d0e1f2a3'
const open: { close: () => unknown }[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

const hex = (text: string) => Buffer.from(text).toString('hex')

test.each([
  ['plain', `{"app_secret":"${SECRET}"}`],
  ['plain', SECRET.toUpperCase()],
  ['percent-encoded', `/x?q=${SECRET.replace(/./g, (c) => `%${hex(c)}`)}`],
  ['escaped characters', `"${SECRET.replace(/./g, (c) => `\\u00${hex(c)}`)}"`],
  ['escaped characters', SECRET.replace(/./g, (c) => `&#x${hex(c)};`)],
  ['hex', `id=${hex(SECRET)}`],
  ['hex', `0${hex(SECRET)}`],
  ['base64', Buffer.from(SECRET).toString('base64')],
  ['base64', Buffer.from(`{"a":"${SECRET}"}`).toString('base64url')],
  ['base64', Buffer.from(`ab:${SECRET}`).toString('base64')],
  ['base64', `x${Buffer.from(`a:${SECRET}`).toString('base64')}`],
  ['wide characters', Buffer.from(SECRET, 'utf16le').toString('latin1')],
])('a planted secret is found (%s, row %$)', (as, text) => {
  expect(leakIn(text)).toMatch(new RegExp(`^${as}: ${SECRET}$`, 'i'))
  expect(leakIn(Buffer.from(text, 'latin1'))).not.toBeNull()
})

test('what only resembles a secret is let through', () => {
  expect(leakIn('{"id":"9a12ca07f3b2c4d5e6a7b8c9d0e1f2a3","short":"ca9a1207f3b2"}')).toBeNull()
  expect(leakIn(gzipSync(Buffer.alloc(100_000, 'no secret here ')))).toBeNull()
})

test('a secret planted in the answer of a real server is caught on its way out', async () => {
  const server = createServer((req, res) =>
    res.end(req.url === '/leak' ? `{"app_codes":["${SECRET}"]}` : '{"ok":true}'),
  )
  open.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const watch = new CanaryWatch()
  for (const path of ['/sound', '/leak']) watch.look(path, await (await fetch(base + path)).bytes())
  expect(watch.looked).toBe(2)
  expect(watch.leaks).toEqual([`/leak leaks a secret, plain: ${SECRET}`])
})
