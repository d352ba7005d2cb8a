import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FaultDraft, Simulator } from './index.ts'
import { AUTH_URL, AUTHS_URL, grantedNow, naming, signedBy, small, startSmall, TestUser } from './testing.ts'

let cloud: Simulator
let owner: TestUser

beforeEach(async () => {
  cloud = await startSmall()
  owner = new TestUser(cloud, small.keys.owner)
})
afterEach(() => cloud.close())

interface Results {
  auth_result: { app_id: string; success: boolean; reason?: string }[]
}

/** Sends a grant of app-b as it is, without reading the answer. */
function grant(signal?: AbortSignal): Promise<Response> {
  const headers = signedBy(small.keys.owner, new Date(cloud.control.clock().now))
  const body = JSON.stringify(naming('app-b'))
  return fetch(cloud.url + AUTH_URL, { method: 'POST', headers, body, ...(signal && { signal }) })
}

describe('a provoked status', () => {
  test.each([400, 401, 403, 404, 409, 429, 500, 502, 503, 504])('%i comes once, without effect', async (status) => {
    cloud.control.provoke({ kind: 'status', status })
    const first = await owner.post(AUTH_URL, naming('app-b'))
    expect(first.status).toBe(status)
    expect(first.body).toMatchObject({
      error_code: expect.stringMatching(/^(ModelArts|APIG)\./),
      error_msg: expect.any(String),
    })
    expect(grantedNow(cloud)).toEqual(['app-a'])
    expect((await owner.post(AUTH_URL, naming('app-b'))).status).toBe(200)
  })

  test('carries the code, the message and a Retry-After of one’s choice', async () => {
    const fault = {
      kind: 'status',
      status: 429,
      code: 'ModelArts.6101',
      message: 'Too many.',
      retryAfter: '-1',
    } as const
    cloud.control.provoke(fault)
    const { headers, body } = await owner.get(AUTHS_URL)
    expect(body).toEqual({ error_code: 'ModelArts.6101', error_msg: 'Too many.' })
    expect(headers.get('retry-after')).toBe('-1')
  })

  test('may come after the effect', async () => {
    cloud.control.provoke({ kind: 'status', status: 500, effect: 'applied' })
    expect((await owner.post(AUTH_URL, naming('app-b'))).status).toBe(500)
    expect(grantedNow(cloud)).toEqual(['app-a', 'app-b'])
  })

  test.each([
    ['gateway', 'application/json', /request_id/],
    ['html', 'text/html', /<h1>503/],
    ['empty', null, /^$/],
  ] as const)('comes in the shape %s', async (shape, type, text) => {
    cloud.control.provoke({ kind: 'status', status: 503, shape })
    const response = await grant()
    expect(response.headers.get('content-type')?.split(';')[0] ?? null).toBe(type)
    expect(await response.text()).toMatch(text)
  })
})

describe('rubbish', () => {
  test.each([
    ['text', SyntaxError],
    ['empty', SyntaxError],
    ['truncated', TypeError],
  ] as const)('%s takes effect but cannot be read', async (body, error) => {
    cloud.control.provoke({ kind: 'rubbish', body })
    await expect(grant().then((response) => response.json())).rejects.toThrow(error)
    expect(grantedNow(cloud)).toEqual(['app-a', 'app-b'])
  })

  test('of another schema is JSON that nobody expects', async () => {
    cloud.control.provoke({ kind: 'rubbish', body: 'schema' })
    expect((await owner.post(AUTH_URL, naming('app-b'))).body).toMatchObject({ auth_result: 42 })
  })
})

describe('no answer', () => {
  test('a hanging request is never answered and has no effect', async () => {
    cloud.control.provoke({ kind: 'hang' })
    await expect(grant(AbortSignal.timeout(150))).rejects.toThrow('timeout')
    expect(grantedNow(cloud)).toEqual(['app-a'])
  })

  test.each([
    ['reset', ['app-a']],
    ['lost', ['app-a', 'app-b']],
  ] as const)('%s breaks the connection and leaves %j', async (kind, granted) => {
    cloud.control.provoke({ kind })
    await expect(grant()).rejects.toThrow('fetch failed')
    expect(grantedNow(cloud)).toEqual(granted)
    const [request] = cloud.control.log().requests
    expect(request).toMatchObject({ fault: kind, status: null, answeredAt: null })
  })

  test('a delayed answer is right', async () => {
    cloud.control.provoke({ kind: 'delay', ms: 80 })
    const before = performance.now()
    expect((await grant()).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(75)
  })
})

describe('results inside a 200', () => {
  const cases: [FaultDraft, unknown[], string[]][] = [
    [
      { kind: 'app-failure', appId: 'app-b', code: 'ModelArts.3937', reason: 'quota of the gateway' },
      [{ app_id: 'app-b', success: false, reason: 'ModelArts.3937: quota of the gateway' }, { app_id: 'app-c' }],
      ['app-a', 'app-c'],
    ],
    [{ kind: 'missing-result', appId: 'app-b' }, [{ app_id: 'app-c' }], ['app-a', 'app-b', 'app-c']],
    [
      { kind: 'wrong-app', appId: 'app-b', instead: 'app-z' },
      [{ app_id: 'app-z', success: true }, { app_id: 'app-c' }],
      ['app-a', 'app-b', 'app-c'],
    ],
    [{ kind: 'empty-result' }, [], ['app-a', 'app-b', 'app-c']],
  ]

  test.each(cases)('%j', async (fault, results, granted) => {
    cloud.control.provoke(fault)
    const { status, body } = await owner.post<Results>(AUTH_URL, naming('app-b', 'app-c'))
    expect(status).toBe(200)
    expect(body.auth_result).toMatchObject(results)
    expect(body.auth_result).toHaveLength(results.length)
    expect(grantedNow(cloud)).toEqual(granted)
  })

  test('a failing revocation keeps the grant', async () => {
    cloud.control.provoke({ kind: 'app-failure', appId: 'app-a', code: 'ModelArts.3938', reason: 'busy' })
    const { body } = await owner.send('DELETE', AUTH_URL, naming('app-a'))
    expect(body).toMatchObject({ unauth_result: [{ success: false, reason: 'ModelArts.3938: busy' }] })
    expect(grantedNow(cloud)).toEqual(['app-a'])
  })
})

describe('aiming', () => {
  test('a fault meets only what it names', async () => {
    cloud.control.provoke({ kind: 'status', status: 503, operation: 'ShowApiAuthInfos', accessKey: small.keys.reader })
    cloud.control.provoke({ kind: 'status', status: 500, method: 'PUT', path: small.api })
    cloud.control.provoke({ kind: 'app-failure', appId: 'app-c' })
    expect((await owner.get(AUTHS_URL)).status).toBe(200)
    expect((await owner.post(AUTH_URL, naming('app-b'))).status).toBe(200)
    expect((await new TestUser(cloud, small.keys.reader).get(AUTHS_URL)).status).toBe(503)
    expect((await owner.send('PUT', AUTH_URL, naming('app-b'))).status).toBe(500)
    expect(cloud.control.faults()).toMatchObject([{ kind: 'app-failure', remaining: 1 }])
    cloud.control.clearFaults()
    expect(cloud.control.faults()).toEqual([])
  })

  test('it lets some go by, meets some, or stays', async () => {
    cloud.control.provoke({ kind: 'status', status: 500, skip: 1, times: 2 })
    const statuses = []
    for (let i = 0; i < 5; i += 1) statuses.push((await owner.get(AUTHS_URL)).status)
    expect(statuses).toEqual([200, 500, 500, 200, 200])
    cloud.control.provoke({ kind: 'status', status: 502, times: null })
    for (let i = 0; i < 3; i += 1) expect((await owner.get(AUTHS_URL)).status).toBe(502)
  })

  test('an unknown kind or a status that is no failure is refused', () => {
    expect(() => cloud.control.provoke({ kind: 'status', status: 200 })).toThrow('400')
    expect(() => cloud.control.provoke({ kind: 'meteor' } as unknown as FaultDraft)).toThrow('kind')
    expect(() => cloud.control.provoke({ kind: 'hang', operation: 'ListServicez' })).toThrow('no such operation')
  })
})
