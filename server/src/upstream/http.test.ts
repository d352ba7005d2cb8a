import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { rawAnswer, type RawRequest, type RawServer, rawServer } from '../../test/conformance/raw-server.ts'
import type { Answer, Call } from './attempt.ts'
import { type CloudHttp, createHttp, type Limits } from './http.ts'
import { CloudFault } from './port.ts'

const key = { accessKey: 'AK', secretKey: 'SK' }
const read: Call = { operation: 'ReadIt', method: 'GET', path: ['v1', 'p1', 'things'], key }
const write: Call = { operation: 'WriteIt', method: 'POST', path: ['v1', 'p1', 'things'], body: { apps: [] }, key }

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

function httpTo(endpoint: string, limits: Partial<Limits> = {}): CloudHttp {
  const clock = { now: () => new Date('2026-01-02T03:04:05Z') }
  const quick = { readDeadlineMs: 3_000, writeDeadlineMs: 3_000, backoff: { baseMs: 1, capMs: 5 } }
  const http = createHttp({ endpoint, project: 'p1', clock, random: () => 0.5, limits: { ...quick, ...limits } })
  open.unshift(http)
  return http
}

async function cloud(answer: (request: RawRequest, nth: number) => void, limits: Partial<Limits> = {}) {
  const server: RawServer = await rawServer(answer)
  open.push(server)
  return { server, http: httpTo(server.url, limits) }
}

const say =
  (...answers: string[]) =>
  ({ socket }: RawRequest, nth: number): void => {
    socket.write(answers[Math.min(nth, answers.length) - 1] ?? '')
  }

async function faultOf(answer: Promise<Answer>): Promise<CloudFault> {
  const fault = await answer.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (fault instanceof CloudFault) return fault
  throw new Error('There was no fault', { cause: fault })
}

const ok = rawAnswer(200, '{"fine":true}', { 'X-Request-Id': 'r-1' })

describe('a call', () => {
  test('may be answered by nothing', async () => {
    const { http } = await cloud(say('HTTP/1.1 204 None\r\n\r\n'))
    expect(await http.send(write)).toEqual({ json: null, requestId: null })
    const { http: other } = await cloud(say(rawAnswer(200, '')))
    expect(await faultOf(other.send(write))).toMatchObject({ kind: 'rubbish', effect: 'unknown' })
  })

  test('carries the headers that its service wants, signed as well', async () => {
    const { server, http } = await cloud(say(ok))
    await http.send({ ...write, headers: { 'content-type': 'application/json;charset=UTF-8', workspace: 'w1' } })
    const head = server.requests[0]?.head
    expect(head).toContain('content-type: application/json;charset=UTF-8\r\n')
    expect(head).toContain('SignedHeaders=content-type;host;workspace;x-project-id;x-sdk-date, ')
  })

  test('that only asks is repeated, whatever its method is', async () => {
    const { server, http } = await cloud(say(rawAnswer(503, ''), ok))
    expect(await http.send({ ...write, isQuestion: true })).toMatchObject({ json: { fine: true } })
    expect(server.requests).toHaveLength(2)
  })

  test('is signed with the clock, the project and the content type, and tells the request id', async () => {
    const { server, http } = await cloud(say(ok))
    const answer = await http.send({ ...write, query: { workspace_id: '0', name: undefined } })
    expect(answer).toEqual({ json: { fine: true }, requestId: 'r-1' })
    const { head, body } = server.requests[0] ?? { head: '', body: '' }
    expect(head).toMatch(/^POST \/v1\/p1\/things\?workspace_id=0 HTTP\/1\.1\r\n/)
    expect(head).toContain('x-sdk-date: 20260102T030405Z')
    expect(head).toContain('x-project-id: p1')
    expect(head).toMatch(
      /authorization: SDK-HMAC-SHA256 Access=AK, SignedHeaders=content-type;host;x-project-id;x-sdk-date, /,
    )
    expect(body).toBe('{"apps":[]}')
  })

  test('encodes what an id may contain and refuses an id that would be another address', async () => {
    const { server, http } = await cloud(say(ok))
    await http.send({ ...read, path: ['v1', 'a/b?c#d 中%2e'] })
    expect(server.requests[0]?.head).toMatch(/^GET \/v1\/a%2Fb%3Fc%23d%20%E4%B8%AD%252e HTTP/)
    for (const id of ['', '.', '..', '\ud800']) {
      expect(await faultOf(http.send({ ...read, path: ['v1', id] }))).toMatchObject({ kind: 'missing', effect: 'none' })
    }
    expect(server.requests).toHaveLength(1)
  })

  test('keeps a number beyond 2^53 as the digits that it was', async () => {
    const { http } = await cloud(say(rawAnswer(200, '{"id":9007199254740993,"n":1.5e300,"small":7}')))
    expect((await http.send(read)).json).toEqual({ id: '9007199254740993', n: 1.5e300, small: 7 })
  })

  test('goes to no other address than https, or http on the own machine', () => {
    for (const endpoint of [
      'http://modelarts.example',
      'https://user:pw@host',
      'https://host/path',
      'ftp://localhost',
    ]) {
      expect(() => httpTo(endpoint)).toThrow('An endpoint is')
    }
  })

  test('does not follow a redirect', async () => {
    const elsewhere = await rawServer(say(ok))
    open.push(elsewhere)
    const { http } = await cloud(say(rawAnswer(307, '', { location: elsewhere.url })))
    expect(await faultOf(http.send(read))).toMatchObject({ kind: 'rubbish', effect: 'none', status: 307 })
    expect(await faultOf(http.send(write))).toMatchObject({ kind: 'rubbish', effect: 'unknown' })
    expect(elsewhere.requests).toHaveLength(0)
  })
})

describe('a broken answer', () => {
  const reset = ({ socket }: RawRequest): void => void socket.resetAndDestroy()
  const half = (text: string) => (request: RawRequest) => request.socket.write(text, () => reset(request))
  const ends =
    (text: string) =>
    ({ socket }: RawRequest) =>
      void socket.end(text)
  const chunked = 'HTTP/1.1 200 Told\r\ntransfer-encoding: chunked\r\n\r\n'
  const zipped =
    (body: Buffer) =>
    ({ socket }: RawRequest) =>
      void socket.write(
        Buffer.concat([
          Buffer.from(rawAnswer(200, '', { 'content-encoding': 'gzip', 'content-length': String(body.length) })),
          body,
        ]),
      )

  test.each([
    ['reset before the headers', reset, 'unreachable'],
    ['reset in the middle of the body', half(rawAnswer(200, '{"a"', { 'content-length': '100' })), 'unreachable'],
    ['closed before its length', ends(rawAnswer(200, '{"a":1}', { 'content-length': '100' })), 'unreachable'],
    ['cut JSON', say(rawAnswer(200, '{"a":[1,')), 'rubbish'],
    ['a length that is too short', say(rawAnswer(200, '{"a":1}', { 'content-length': '3' })), 'rubbish'],
    ['a broken chunk', say(`${chunked}zz\r\n{}\r\n`), 'rubbish'],
    ['no HTTP', say('SSH-2.0-OpenSSH\r\n\r\n'), 'rubbish'],
    ['nothing in it', say(rawAnswer(200, '')), 'rubbish'],
    ['a page of HTML', say(rawAnswer(200, '<html>login</html>')), 'rubbish'],
    ['gzip that is none', zipped(Buffer.from('{"a":1}')), 'rubbish'],
    ['gzip that is cut', zipped(gzipSync('{"a":1}').subarray(0, 12)), 'rubbish'],
    ['an unknown encoding', say(rawAnswer(200, 'x', { 'content-encoding': 'zstd9' })), 'rubbish'],
  ] as const)('%s: a fault, and a write stays open', async (_name, answer, kind) => {
    const { server, http } = await cloud(answer)
    expect(await faultOf(http.send(write))).toMatchObject({ kind, effect: 'unknown' })
    expect(server.requests).toHaveLength(1)
    expect(await faultOf(http.send(read))).toMatchObject({ kind, effect: 'none' })
    expect(server.requests).toHaveLength(kind === 'unreachable' ? 5 : 2)
  })

  test('is read when it is gzip', async () => {
    const { http } = await cloud(zipped(gzipSync('{"zipped":"中"}')))
    expect((await http.send(read)).json).toEqual({ zipped: '中' })
  })

  test('is refused beyond 16 MB, plain or unzipped', async () => {
    const big = `"${'x'.repeat(17 * 1024 * 1024)}"`
    for (const answer of [say(rawAnswer(200, big)), zipped(gzipSync(big))]) {
      const { http } = await cloud(answer)
      expect(await faultOf(http.send(read))).toMatchObject({
        kind: 'rubbish',
        message: expect.stringContaining('16777216'),
      })
    }
  })

  test('may be a million levels deep', async () => {
    const deep = `${'['.repeat(1_000_000)}1234567890123456789${']'.repeat(1_000_000)}`
    const { http } = await cloud(say(rawAnswer(200, deep)))
    expect(await faultOf(http.send(read))).toMatchObject({ kind: 'rubbish' })
  })

  test('on a connection that went stale is repeated for a read', async () => {
    const { server, http } = await cloud(({ socket }, nth) => {
      if (nth === 2) socket.resetAndDestroy()
      else socket.write(ok)
    })
    await http.send(read)
    expect((await http.send(read)).json).toEqual({ fine: true })
    expect(server.requests).toHaveLength(3)
  })
})

describe('a deadline', () => {
  const limits = { readDeadlineMs: 300, writeDeadlineMs: 300 }
  const drip = ({ socket }: RawRequest): void => {
    socket.write('HTTP/1.1 200 Told\r\ncontent-length: 1000\r\n\r\n')
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(timer))
  }

  test.each([
    ['no headers', () => undefined],
    ['a body that drips', drip],
  ])('ends a call with %s', async (_name, answer) => {
    const { server, http } = await cloud(answer, limits)
    const start = performance.now()
    expect(await faultOf(http.send(write))).toMatchObject({ kind: 'timeout', effect: 'unknown' })
    expect(await faultOf(http.send(read))).toMatchObject({ kind: 'timeout', effect: 'none' })
    expect(performance.now() - start).toBeLessThan(2 * (300 + 250))
    expect(server.requests).toHaveLength(2)
  })

  test('does not blame a write that never left', async () => {
    const { server, http } = await cloud(() => undefined, { ...limits, connections: 1 })
    const [first, second] = await Promise.all([faultOf(http.send(write)), faultOf(http.send(write))])
    expect([first.effect, second.effect]).toEqual(['unknown', 'none'])
    expect(server.requests).toHaveLength(1)
  })

  test('is the caller’s too', async () => {
    const { http } = await cloud(() => undefined)
    const start = performance.now()
    const fault = await faultOf(http.send({ ...read, signal: AbortSignal.timeout(50) }))
    expect(fault.kind).toBe('timeout')
    expect(await faultOf(http.send({ ...read, signal: AbortSignal.abort() }))).toMatchObject({ kind: 'timeout' })
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('stands outside of waits and repetitions', async () => {
    const busy = rawAnswer(503, '', {})
    const { http } = await cloud(say(busy), { ...limits, backoff: { baseMs: 1_000, capMs: 1_000 } })
    const start = performance.now()
    expect(await faultOf(http.send(read))).toMatchObject({ kind: 'broken', status: 503 })
    expect(performance.now() - start).toBeLessThan(300)
  })
})

test('no connection is no effect', async () => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  const fault = await faultOf(httpTo(`http://127.0.0.1:${port}`).send(write))
  expect(fault).toMatchObject({ kind: 'unreachable', effect: 'none', message: 'WriteIt: no connection (ECONNREFUSED)' })
})
