import { afterEach, describe, expect, test } from 'vitest'
import { rawAnswer, type RawServer, rawServer } from '../../test/conformance/raw-server.ts'
import type { Call } from './attempt.ts'
import { createHttp, type Limits } from './http.ts'
import { retryAfter, waitBefore } from './patience.ts'
import type { CloudFault } from './port.ts'

const key = { accessKey: 'AK', secretKey: 'SK' }
const read: Call = { operation: 'ReadIt', method: 'GET', path: ['v1', 'p1'], key }
const write: Call = { ...read, operation: 'WriteIt', method: 'PUT', body: {} }
const ok = rawAnswer(200, '{}')

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** A cloud that gives these answers, the last one again and again. */
async function cloud(answers: string[], limits: Partial<Limits> = {}) {
  const server: RawServer = await rawServer(({ socket }, nth) => {
    socket.write(answers[Math.min(nth, answers.length) - 1] ?? ok)
  })
  const clock = { now: () => new Date() }
  const quick = { backoff: { baseMs: 1, capMs: 5 }, ...limits }
  const http = createHttp({ endpoint: server.url, project: 'p1', clock, random: () => 1, limits: quick })
  open.push(http, server)
  return {
    server,
    http,
    fault: (call: Call) =>
      http.send(call).then(
        () => null,
        (error: CloudFault) => error,
      ),
  }
}

const refusal = (status: number, headers: Record<string, string> = {}) =>
  rawAnswer(status, '{"error_code":"ModelArts.2799","error_msg":"Too many requests"}', headers)

describe('Retry-After', () => {
  const now = new Date('2026-01-02T03:04:05Z')
  test.each([
    ['2', 2_000],
    ['0', 0],
    [' 7 ', 7_000],
    ['1000000000', 60_000],
    ['-1', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
    ['Fri, 02 Jan 2026 03:04:15 GMT', 10_000],
    ['Fri, 02 Jan 2026 03:00:00 GMT', 0],
    ['Fri, 02 Jan 2099 03:00:00 GMT', 60_000],
    ['Fri, 99 Jan 2026', null],
  ])('"%s" is %s ms', (said, expected) => {
    expect(retryAfter({ 'retry-after': said }, now)).toBe(expected)
  })

  test('counts a date from the answer’s own date', () => {
    const headers = { 'retry-after': 'Fri, 02 Jan 2026 05:00:03 GMT', date: 'Fri, 02 Jan 2026 05:00:00 GMT' }
    expect(retryAfter(headers, now)).toBe(3_000)
  })

  test('is nothing where nothing is said', () => {
    expect(retryAfter({}, now)).toBeNull()
  })
})

test('waits longer each time up to a cap, somewhere between nothing and all of it', () => {
  const backoff = { baseMs: 100, capMs: 500 }
  const waits = (random: number) => [0, 1, 2, 3].map((n) => waitBefore(n, null, { ...backoff, random: () => random }))
  expect(waits(1)).toEqual([100, 200, 400, 500])
  expect(waits(0)).toEqual([0, 0, 0, 0])
  expect(waitBefore(0, 1_000, { ...backoff, random: () => 0.5 })).toBe(1_050)
})

test('a read that is throttled is repeated, but not before its time', async () => {
  const { server, http } = await cloud([refusal(429, { 'Retry-After': '1' }), ok])
  await http.send(read)
  const [first, second] = server.requests.map(({ at }) => at)
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000)
})

test('what the cloud asked of one call holds for the others of the connection', async () => {
  const { server, fault, http } = await cloud([refusal(429, { 'Retry-After': '1' }), ok])
  expect(await fault(write)).toMatchObject({
    kind: 'throttled',
    effect: 'none',
    retryAfterMs: 1_000,
    code: 'ModelArts.2799',
  })
  await Promise.all([http.send(read), http.send(write)])
  const [first, ...later] = server.requests.map(({ at }) => at)
  expect(later).toHaveLength(2)
  expect(Math.min(...later) - (first ?? 0)).toBeGreaterThanOrEqual(999)
})

test('a wait beyond the deadline is told at once', async () => {
  const { server, fault } = await cloud([refusal(429, { 'Retry-After': '1000000000' })], { readDeadlineMs: 500 })
  const start = performance.now()
  expect(await fault(read)).toMatchObject({ kind: 'throttled', status: 429, retryAfterMs: 60_000 })
  expect(await fault(write)).toMatchObject({ kind: 'throttled', status: null, effect: 'none' })
  expect(performance.now() - start).toBeLessThan(400)
  expect(server.requests).toHaveLength(1)
})

test.each([429, 500, 502, 503, 504])('a read that meets %i is tried four times', async (status) => {
  const { server, fault } = await cloud([refusal(status)])
  expect(await fault(read)).toMatchObject({
    status,
    code: 'ModelArts.2799',
    message: 'Too many requests',
    effect: 'none',
  })
  expect(server.requests).toHaveLength(4)
})

test.each([400, 401, 403, 404, 409, 301])('a read that meets %i is tried once', async (status) => {
  const { server, fault } = await cloud([refusal(status)])
  expect(await fault(read)).toMatchObject({ status })
  expect(server.requests).toHaveLength(1)
})

test.each([
  [400, 'none'],
  [401, 'none'],
  [408, 'unknown'],
  [409, 'none'],
  [429, 'none'],
  [500, 'unknown'],
  [503, 'unknown'],
])('a write that meets %i is sent once, its effect %s', async (status, effect) => {
  const { server, fault } = await cloud([refusal(status), ok])
  expect(await fault(write)).toMatchObject({ status, effect, code: 'ModelArts.2799' })
  expect(server.requests).toHaveLength(1)
})

test('a cloud that only fails is left alone for a moment and then asked again', async () => {
  const { server, fault, http } = await cloud([...Array.from({ length: 4 }, () => rawAnswer(502, '')), ok], {
    breakAfter: 4,
    breakMs: 300,
  })
  expect(await fault(read)).toMatchObject({ kind: 'broken' })
  expect(await fault(write)).toMatchObject({ kind: 'unreachable', effect: 'none', status: null, retryAfterMs: 300 })
  expect(server.requests).toHaveLength(4)
  await new Promise((done) => setTimeout(done, 320))
  await http.send(write)
  await http.send(read)
})

test('refusals with a code of ModelArts do not keep others away', async () => {
  const { server, fault } = await cloud([refusal(500)], { breakAfter: 2 })
  for (let i = 0; i < 5; i += 1) await fault(write)
  expect(server.requests).toHaveLength(5)
})

test('calls beyond the queue are refused without being sent', async () => {
  const server = await rawServer(() => undefined)
  const clock = { now: () => new Date() }
  const keys = { refusals: 3, restMs: 0, proofMs: 0 }
  const limits = { connections: 1, queue: 1, readDeadlineMs: 300, writeDeadlineMs: 300, keys }
  const http = createHttp({ endpoint: server.url, project: 'p1', clock, limits })
  open.push(http, server)
  const faults = await Promise.all(
    [write, write, write].map((call) =>
      http.send(call).then(
        () => null,
        (error: CloudFault) => error,
      ),
    ),
  )
  expect(faults.map((fault) => [fault?.kind, fault?.effect])).toEqual([
    ['timeout', 'unknown'],
    ['timeout', 'none'],
    ['throttled', 'none'],
  ])
  expect(server.requests).toHaveLength(1)
})
