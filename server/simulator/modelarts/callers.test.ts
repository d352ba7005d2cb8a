import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Simulator } from '../index.ts'
import { AUTH_URL, AUTHS_URL, naming, signedBy, small, startSmall, TestUser } from '../testing.ts'

let cloud: Simulator
const as = (key: string) => new TestUser(cloud, key)

beforeAll(async () => {
  cloud = await startSmall()
})
afterAll(() => cloud.close())

const code = (answer: { status: number; body: Record<string, unknown> }) => [answer.status, answer.body['error_code']]

describe('the gateway', () => {
  const now = new Date()
  const good = signedBy(small.keys.owner, now)
  const cases: [string, Record<string, string>][] = [
    ['no credential', {}],
    ['a token', { 'X-Auth-Token': 'MIIabc' }],
    ['an unknown access key', signedBy('AKNOBODY', now)],
    ['a malformed header', { ...good, Authorization: 'SDK-HMAC-SHA256 Access=AKOWNER' }],
    ['another algorithm', { ...good, Authorization: (good['Authorization'] ?? '').replace('SDK', 'V11') }],
    ['an old date', signedBy(small.keys.owner, new Date(now.getTime() - 16 * 60_000))],
    ['a date of tomorrow', signedBy(small.keys.owner, new Date(now.getTime() + 86_400_000))],
    ['a date that is none', { ...good, 'X-Sdk-Date': '20261399T000000Z' }],
    [
      'a signed header that is absent',
      { ...good, Authorization: (good['Authorization'] ?? '').replace('host', 'x-project-id') },
    ],
    ['an unsigned date', { ...good, Authorization: (good['Authorization'] ?? '').replace('x-sdk-date', 'accept') }],
  ]

  test.each(cases)('refuses %s with APIG.0301 and a request id', async (_, headers) => {
    const response = await fetch(`${cloud.url}/v1/p1/services`, { headers })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      error_code: 'APIG.0301',
      request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test('takes a date within fifteen minutes', async () => {
    const headers = signedBy(small.keys.owner, new Date(Date.now() - 14 * 60_000))
    expect((await fetch(`${cloud.url}/v1/p1/services`, { headers })).status).toBe(200)
  })

  test.each(['/v1/p1/nowhere', '/v2/p1/services', '/v1/p1/services/', '/V1/p1/services'])(
    'does not know %s',
    async (path) => {
      const answer = await as(small.keys.owner).get(path)
      expect(code(answer)).toEqual([404, 'APIG.0101'])
      expect(answer.body).toHaveProperty('request_id')
    },
  )

  test('refuses a body that is no JSON, and a broken escape', async () => {
    const headers = signedBy(small.keys.owner, new Date())
    const response = await fetch(cloud.url + AUTH_URL, { method: 'POST', headers, body: '{"apps":' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: 'ModelArts.0104' })
    expect((await fetch(`${cloud.url}/v1/%zz/services`, { headers })).status).toBe(400)
  })

  test('sends X-Request-Id where it is declared, or by the switch everywhere', async () => {
    expect((await as(small.keys.owner).get(AUTHS_URL)).headers.has('x-request-id')).toBe(false)
    expect((await as(small.keys.owner).post(AUTH_URL, {})).headers.has('x-request-id')).toBe(true)
    cloud.control.turn({ requestIds: 'everywhere' })
    expect((await as(small.keys.owner).get(AUTHS_URL)).headers.has('x-request-id')).toBe(true)
    cloud.control.turn({ requestIds: 'declared' })
  })
})

describe('visibility', () => {
  const services = async (key: string) => {
    const { body } = await as(key).get<{ services: { service_id: string }[] }>('/v1/p1/services')
    return body.services.map((service) => service.service_id).toSorted()
  }

  test('members see their services and those opened to them, readers see all', async () => {
    expect(await services(small.keys.owner)).toEqual([small.bare, small.service])
    expect(await services(small.keys.updater)).toEqual([small.service])
    expect(await services(small.keys.reader)).toEqual([small.bare, 'service-foreign', small.service])
  })

  test('everybody lists only apps of their own, readers too', async () => {
    const apps = async (key: string) =>
      (await as(key).get<{ apps: { app_id: string }[] }>('/v1/p1/app-auth/apps')).body.apps
    expect((await apps(small.keys.stranger)).map((app) => app.app_id)).toEqual(['app-x'])
    expect(await apps(small.keys.reader)).toEqual([])
  })

  test('relations show a member its own apps and those granted, a reader all apps', async () => {
    const shown = async (key: string) => (await as(key).get<{ total_count: number }>(AUTHS_URL)).body.total_count
    expect(await shown(small.keys.owner)).toBe(4)
    expect(await shown(small.keys.updater)).toBe(1)
    expect(await shown(small.keys.reader)).toBe(5)
  })

  test('what one may not access is refused, what is not there is not found', async () => {
    const stranger = as(small.keys.stranger)
    expect(code(await stranger.get(AUTHS_URL))).toEqual([403, 'ModelArts.0108'])
    expect(code(await stranger.get('/v1/p1/services/none/api-auths'))).toEqual([404, 'ModelArts.3502'])
    expect(code(await stranger.get('/v1/p1/app-auth/apps/app-a'))).toEqual([403, 'ModelArts.0108'])
    expect(code(await as(small.keys.reader).get(AUTHS_URL.replace(small.api, 'none')))).toEqual([404, 'ModelArts.3935'])
    expect(code(await as(small.keys.reader).get(AUTHS_URL.replace(small.api, 'api-foreign')))).toEqual([
      403,
      'ModelArts.3936',
    ])
  })

  test('another project than the caller’s is refused, in the URL and in the header', async () => {
    expect(code(await as(small.keys.other).get('/v1/p1/services'))).toEqual([403, 'ModelArts.0210'])
    const headers = { ...signedBy(small.keys.owner, new Date()), 'X-Project-Id': 'p2' }
    expect((await fetch(`${cloud.url}/v1/p1/services`, { headers })).status).toBe(403)
  })
})

describe('the update permission', () => {
  test('is needed to grant, revoke and replace', async () => {
    for (const key of [small.keys.stranger, small.keys.reader]) {
      for (const method of ['POST', 'PUT', 'DELETE']) {
        expect(code(await as(key).send(method, AUTH_URL, naming('app-b')))).toEqual([403, 'ModelArts.0108'])
      }
    }
  })

  test('is enough to grant apps of the service’s creator, not one’s own', async () => {
    cloud.control.plant({ apps: [{ id: 'app-u', project: 'p1', name: 'u', owner: 'user-updater' }] })
    const { body } = await as(small.keys.updater).post<{ auth_result: { success: boolean }[] }>(
      AUTH_URL,
      naming('app-b', 'app-u'),
    )
    expect(body.auth_result.map((result) => result.success)).toEqual([true, false])
  })

  test('is not enough to delete the API', async () => {
    const url = `/v1/p1/services/${small.service}/app-auth-apis/${small.api}`
    expect(code(await as(small.keys.updater).send('DELETE', url))).toEqual([403, 'ModelArts.0108'])
    expect(cloud.control.state({ api: small.api }).counts.apis).toBe(1)
  })

  test('comes with the role of an administrator for every service', async () => {
    cloud.control.plant({
      users: [{ id: 'root', name: 'root', accessKey: 'AKROOT', role: 'administrator', projects: ['p1'] }],
    })
    const answer = await as('AKROOT').send('DELETE', AUTH_URL, naming('app-b'))
    expect(answer.body).toMatchObject({ unauth_result: [{ app_id: 'app-b', success: true }] })
  })

  test('does not help an API without app authentication', async () => {
    const url = '/v1/p1/services/service-foreign/app-auth-apis/api-foreign/app-auth-api'
    expect(code(await as(small.keys.stranger).post(url, naming('app-x')))).toEqual([403, 'ModelArts.0108'])
  })
})

describe('secrets', () => {
  test('come with every app; by the switch the app secret is masked until asked for', async () => {
    const url = '/v1/p1/app-auth/apps?app_name=name-app-a'
    const shown = async (more = '') => {
      const { body } = await as(small.keys.owner).get<{ apps: Record<string, unknown>[] }>(url + more)
      return body.apps[0]
    }
    const app = await shown()
    expect(app?.['app_secret']).toMatch(/^ca9a12[0-9a-f]{26}$/)
    expect(app?.['app_key']).toMatch(/^ca9a12[0-9a-f]{26}$/)
    expect(app?.['app_codes']).toEqual([expect.stringMatching(/^ca9a12[0-9a-f]{58}$/)])
    cloud.control.turn({ plainSecrets: false })
    expect((await shown())?.['app_secret']).toBe('********')
    expect((await shown('&iphertext_enabled=true&app_ids=app-a'))?.['app_secret']).toBe(app?.['app_secret'])
    cloud.control.turn({ plainSecrets: true })
  })
})
