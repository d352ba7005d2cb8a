import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Log, Simulator, WorldState } from './index.ts'
import { readLog, recordArrival } from './log.ts'
import {
  AUTH_URL,
  AUTHS_URL,
  grantedNow,
  naming,
  overControl,
  signedBy,
  small,
  startSmall,
  TestUser,
} from './testing.ts'
import { World } from './world.ts'

let cloud: Simulator
let owner: TestUser

beforeEach(async () => {
  cloud = await startSmall()
  owner = new TestUser(cloud, small.keys.owner)
})
afterEach(() => cloud.close())

type Method = 'GET' | 'POST' | 'DELETE'

function control<Body = Record<string, unknown>>(method: Method, path: string, body?: unknown) {
  return overControl<Body>(cloud.controlUrl + path, method, body)
}

/** Asks with headers that a browser would set itself. */
const statusOf = (url: string, path: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const method = path === '/state' ? 'GET' : 'POST'
    const asked = request(url + path, { method, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.on('error', reject)
    asked.end()
  })

describe('over HTTP', () => {
  test('the state can be read whole, narrowed or counted, and holds no secret', async () => {
    const whole = await control<WorldState>('GET', '/state')
    expect(whole.body.counts).toEqual({ services: 3, apis: 2, apps: 5, grants: 1 })
    expect(whole.body.grants).toEqual([
      { api: small.api, app: 'app-a', authId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ])
    expect(JSON.stringify(whole.body)).not.toContain('ca9a12')
    expect((await control('GET', '/state?app=app-b&counts=true')).body).toMatchObject({
      counts: { apps: 1, grants: 0 },
      apps: [],
    })
  })

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
  ])('a page with %j in a browser neither reads nor changes anything', async (headers) => {
    const asked = await statusOf(cloud.controlUrl, '/state', headers)
    const changed = await statusOf(cloud.controlUrl, '/reset', headers)
    expect([asked, changed, await statusOf(cloud.controlUrl, '/state', {})]).toEqual([403, 403, 200])
  })

  test('switches and faults are set, read and cleared', async () => {
    expect((await control('POST', '/switches', { offset: 'row', latencyMs: [0, 1] })).body).toMatchObject({
      offset: 'row',
    })
    expect((await control('GET', '/switches')).body).toMatchObject({ offset: 'row', put: 'replace' })
    await control('POST', '/faults', { kind: 'status', status: 503, times: null })
    expect((await owner.get(AUTHS_URL)).status).toBe(503)
    expect((await control('GET', '/faults')).body).toMatchObject([{ kind: 'status', status: 503, remaining: null }])
    expect((await control('DELETE', '/faults')).body).toEqual([])
    expect((await owner.get(AUTHS_URL)).status).toBe(200)
  })

  test('the outside world changes grants behind our back', async () => {
    expect((await control('POST', '/outside', { act: 'grant', api: small.api, app: 'app-x' })).body).toEqual({
      changed: true,
    })
    expect((await control('POST', '/outside', { act: 'grant', api: small.api, app: 'app-x' })).body).toEqual({
      changed: false,
    })
    expect(grantedNow(cloud)).toEqual(['app-a', 'app-x'])
    const log = await control<Log>('GET', '/log')
    expect(log.body.transitions).toMatchObject([{ kind: 'grant', appId: 'app-x', caller: 'outside', requestSeq: null }])
  })

  test('a world is planted, seeded and reset', async () => {
    const planted = { apps: [{ id: 'new', project: 'p1', name: 'new', owner: 'user-owner' }] }
    expect((await control('POST', '/plant', planted)).body).toMatchObject({ apps: 6 })
    expect((await control<WorldState['counts']>('POST', '/seed', { name: 'demo' })).body.services).toBeGreaterThan(50)
    await control('POST', '/switches', { put: 'additive' })
    await control('POST', '/clock', { shiftMs: 1_000 })
    await control('POST', '/reset')
    expect((await control('GET', '/switches')).body).toMatchObject({ put: 'replace' })
    expect((await control('GET', '/clock')).body['offsetMs']).toBe(0)
    expect((await control<WorldState>('GET', '/state?counts=true')).body.counts.services).toBeGreaterThan(50)
  })

  test.each<[Method, string, unknown]>([
    ['POST', '/seed', { name: 'moon' }],
    ['POST', '/switches', { offset: 'column' }],
    ['POST', '/switches', { unknown: 1 }],
    ['POST', '/faults', { kind: 'status' }],
    ['POST', '/clock', { set: 'tomorrow' }],
    ['POST', '/outside', { act: 'explode' }],
    ['POST', '/plant', { grants: [{ api: 'no', app: 'no' }] }],
    ['GET', '/state?colour=red', undefined],
  ])('%s %s with %j is refused with the reason', async (method, path, body) => {
    const answer = await control(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body['error']).toEqual(expect.any(String))
    expect(cloud.control.state().counts.services).toBe(3)
  })

  test('what is no control is not found, and the cloud’s own port has no control', async () => {
    expect((await control('GET', '/nothing')).status).toBe(404)
    const headers = signedBy(small.keys.owner, new Date())
    expect((await fetch(`${cloud.url}/state`, { headers })).status).toBe(404)
  })

  test('both ports listen on this machine only', () => {
    expect(new URL(cloud.url).hostname).toBe('127.0.0.1')
    expect(new URL(cloud.controlUrl).hostname).toBe('127.0.0.1')
  })
})

test('a draft that does not fit is planted not at all', () => {
  const apps = [{ id: 'fits', project: small.project, name: 'fits', owner: 'user-owner' }]
  const draft = { apps, grants: [{ api: small.api, app: 'nobody' }] }
  expect(() => cloud.control.plant(draft)).toThrow('one of them does not exist')
  expect(cloud.control.state({ app: 'fits' }).counts.apps).toBe(0)
})

describe('the log', () => {
  test('holds every request with caller, answer and request id, and every change behind it', async () => {
    const answer = await owner.post(`${AUTH_URL}?workspace_id=0`, naming('app-b', 'app-x'))
    await owner.get('/v1/p1/nowhere')
    const { requests, transitions } = cloud.control.log()
    expect(requests).toMatchObject([
      {
        operation: 'AuthorizeApiToApigApps',
        method: 'POST',
        path: AUTH_URL,
        query: 'workspace_id=0',
        body: JSON.stringify(naming('app-b', 'app-x')),
        caller: 'owner',
        status: 200,
        requestId: answer.headers.get('x-request-id'),
      },
      { operation: null, status: 404, errorCode: 'APIG.0101', caller: null },
    ])
    expect(transitions).toMatchObject([
      {
        kind: 'grant',
        requestSeq: requests[0]?.seq,
        caller: 'owner',
        projectId: 'p1',
        serviceId: small.service,
        apiId: small.api,
        appId: 'app-b',
        before: { authed: false },
        after: { authed: true, authId: expect.any(String) },
      },
    ])
    expect(transitions[0]?.at).toBeLessThanOrEqual(requests[0]?.answeredAt ?? 0)
  })

  test('is read on from where one stopped, and keeps no credential', async () => {
    await owner.post(AUTH_URL, naming('app-b'))
    const first = cloud.control.log()
    await owner.send('DELETE', AUTH_URL, naming('app-b'))
    const more = cloud.control.log({
      request: first.requests.at(-1)?.seq ?? 0,
      transition: first.transitions.at(-1)?.seq ?? 0,
    })
    expect(more.requests.map((request) => request.method)).toEqual(['DELETE'])
    expect(more.transitions.map((transition) => transition.kind)).toEqual(['revoke'])
    expect(more.requests[0]?.headers['authorization']).toMatch(/Signature=…$/)
  })

  test('keeps every write for ever, and the last fifty thousand reads', async () => {
    const world = new World(null, { now: () => 0 })
    const arrive = (method: string, requestId: string) =>
      recordArrival(world, { method, requestId, operation: null, path: '/', query: '', headers: {}, body: '' })
    world.unit(() => {
      for (let i = 0; i < 60_000; i += 1) arrive(i === 7 ? 'POST' : 'GET', String(i))
    })
    const { requests } = readLog(world)
    world.close()
    expect(requests).toHaveLength(50_001)
    expect(requests[0]).toMatchObject({ method: 'POST', requestId: '7' })
    expect(requests[1]).toMatchObject({ requestId: '10000' })
  })

  test('shows the end of every grant of a deleted app and service', async () => {
    cloud.control.outside({ act: 'delete-app', app: 'app-a' })
    cloud.control.outside({ act: 'delete-service', service: small.service })
    expect(cloud.control.log().transitions.map((one) => one.kind)).toEqual([
      'revoke',
      'delete-app',
      'delete-api',
      'delete-service',
    ])
    expect((await owner.get(`/v1/p1/services/${small.service}`)).status).toBe(404)
    expect((await owner.post(AUTH_URL, naming('app-b'))).status).toBe(404)
  })
})

describe('the clock', () => {
  test('is set or shifted, runs on, and dates every answer', async () => {
    const told: number[] = []
    cloud.onClockChange((offset) => told.push(offset))
    cloud.control.setClock({ set: '2027-05-03T04:05:06Z' })
    const { headers } = await owner.get(AUTHS_URL)
    expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.UTC(2027, 4, 3, 4, 5, 6))).toBeLessThan(5_000)
    cloud.control.setClock({ shiftMs: 3_600_000 })
    expect(cloud.control.clock().now).toMatch(/^2027-05-03T05:05:/)
    expect(told).toHaveLength(2)
    expect(told[1]).toBe(cloud.clockOffsetMs())
  })

  test('decides how fresh a signature is', async () => {
    cloud.control.setClock({ shiftMs: 3_600_000 })
    const stale = await fetch(`${cloud.url}/v1/p1/services`, { headers: signedBy(small.keys.owner, new Date()) })
    expect(stale.status).toBe(401)
    expect((await owner.get('/v1/p1/services')).status).toBe(200)
  })
})
