import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../index.ts'
import { AUTH_URL, AUTHS_URL, grantedNow, naming, small, startSmall, TestUser } from '../testing.ts'

let cloud: Simulator
let owner: TestUser

beforeEach(async () => {
  cloud = await startSmall()
  owner = new TestUser(cloud, small.keys.owner)
})
afterEach(() => cloud.close())

interface Results {
  auth_result: { api_id: string; app_id: string; auth_id?: string; success: boolean; reason?: string }[]
}
interface Unresults {
  unauth_result: Results['auth_result']
}

describe('granting', () => {
  test('adds the listed apps and answers one result for each', async () => {
    const { status, body, headers } = await owner.post<Results>(AUTH_URL, naming('app-b', 'app-c'))
    expect(status).toBe(200)
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
    expect(body.auth_result.map(({ app_id, success }) => [app_id, success])).toEqual([
      ['app-b', true],
      ['app-c', true],
    ])
    expect(body.auth_result[0]?.auth_id).toMatch(/^[0-9a-f]{32}$/)
    expect(grantedNow(cloud)).toEqual(['app-a', 'app-b', 'app-c'])
  })

  test('fails app by app inside a 200', async () => {
    const { status, body } = await owner.post<Results>(AUTH_URL, naming('app-b', 'app-x', 'app-none', 'app-frozen'))
    expect(status).toBe(200)
    expect(body.auth_result.map((result) => [result.success, result.reason?.slice(0, 14)])).toEqual([
      [true, undefined],
      [false, 'ModelArts.3937'],
      [false, 'ModelArts.3923'],
      [false, 'ModelArts.3937'],
    ])
    expect(body.auth_result[1]).toMatchObject({ auth_id: '' })
    expect(grantedNow(cloud)).toEqual(['app-a', 'app-b'])
  })

  test('again changes nothing, and is a failure by the switch', async () => {
    const [before] = cloud.control.state().grants
    const first = await owner.post<Results>(AUTH_URL, naming('app-a'))
    expect(first.body.auth_result[0]).toMatchObject({ success: true, auth_id: before?.authId })
    cloud.control.turn({ repeat: 'refused' })
    const second = await owner.post<Results>(AUTH_URL, naming('app-a'))
    expect(second.body.auth_result[0]).toMatchObject({ success: false })
    expect(cloud.control.log().transitions).toEqual([])
  })

  test('moves the app’s updated_at, unless the switch says otherwise', async () => {
    const updated = (id: string) => cloud.control.state({ app: id }).apps[0]?.updatedAt
    const before = updated('app-c')
    await owner.post(AUTH_URL, naming('app-b'))
    expect(updated('app-b')).toBeGreaterThan(Date.UTC(2026, 10, 1))
    cloud.control.turn({ bindingTouchesApp: false })
    await owner.post(AUTH_URL, naming('app-c'))
    expect(updated('app-c')).toBe(before)
  })

  test.each([
    {},
    { apps: 'all' },
    { apps: [{}] },
    { apps: [{ app_id: 7 }] },
    [],
    { ...naming('app-b'), workspace_id: 'w9' },
  ])('refuses the body %j and changes nothing', async (body) => {
    const answer = await owner.post(AUTH_URL, body)
    expect(answer.status).toBe(400)
    expect(String(answer.body['error_code'])).toMatch(/^ModelArts\.010[12]$/)
    expect(grantedNow(cloud)).toEqual(['app-a'])
  })

  test('takes workspace 0 as a text or a number', async () => {
    expect((await owner.post(AUTH_URL, { ...naming('app-b'), workspace_id: 0 })).status).toBe(200)
    expect((await owner.post(AUTH_URL, { ...naming('app-b'), workspace_id: 'w1' })).status).toBe(200)
  })
})

describe('revoking', () => {
  test.each([AUTH_URL, `/v1/p1/app-auth/${small.service}/apis/${small.api}/auths`])(
    'takes a DELETE with a body at %s and answers in unauth_result',
    async (url) => {
      const { status, body } = await owner.send<Unresults>('DELETE', url, naming('app-a', 'app-none'))
      expect(status).toBe(200)
      expect(body.unauth_result).toMatchObject([
        { app_id: 'app-a', success: true },
        { app_id: 'app-none', success: false },
      ])
      expect(grantedNow(cloud)).toEqual([])
    },
  )

  test('what is not granted succeeds, or fails by the switch', async () => {
    const url = `${AUTH_URL}?workspace_id=0`
    expect((await owner.send<Unresults>('DELETE', url, naming('app-b'))).body.unauth_result[0]?.success).toBe(true)
    cloud.control.turn({ repeat: 'refused' })
    const { body } = await owner.send<Unresults>('DELETE', url, naming('app-b'))
    expect(body.unauth_result[0]?.reason).toContain('ModelArts.3938')
  })
})

describe('replacing', () => {
  test('makes the listed apps the whole set and reports what it revoked', async () => {
    const { body } = await owner.send<Results>('PUT', AUTH_URL, naming('app-b', 'app-x'))
    expect(body.auth_result.map(({ app_id, success }) => [app_id, success])).toEqual([
      ['app-b', true],
      ['app-x', false],
      ['app-a', true],
    ])
    expect(grantedNow(cloud)).toEqual(['app-b'])
  })

  test('drops apps that the caller cannot see', async () => {
    cloud.control.outside({ act: 'grant', api: small.api, app: 'app-x' })
    cloud.control.turn({ grantedAppsVisible: 'own' })
    const { body } = await owner.get<{ auths: { app: { app_id: string } }[] }>(`${AUTHS_URL}?show_only=AUTH`)
    expect(body.auths.map(({ app }) => app.app_id)).toEqual(['app-a'])
    await owner.send('PUT', AUTH_URL, naming('app-a'))
    expect(grantedNow(cloud)).toEqual(['app-a'])
  })

  test('with nothing revokes all', async () => {
    expect((await owner.send('PUT', AUTH_URL, naming())).status).toBe(200)
    expect(grantedNow(cloud)).toEqual([])
  })

  test('by switches only adds, or reports only what was named', async () => {
    cloud.control.turn({ put: 'additive' })
    await owner.send('PUT', AUTH_URL, naming('app-b'))
    expect(grantedNow(cloud)).toEqual(['app-a', 'app-b'])
    cloud.control.turn({ put: 'replace', putReports: 'named' })
    const { body } = await owner.send<Results>('PUT', AUTH_URL, naming('app-c'))
    expect(body.auth_result.map((result) => result.app_id)).toEqual(['app-c'])
    expect(grantedNow(cloud)).toEqual(['app-c'])
  })
})

describe('registering', () => {
  const register = `/v1/p1/services/${small.bare}/app-auth-api`

  test('makes an API and grants it, without telling the auth type', async () => {
    const { status, body, headers } = await owner.post<Results & { api: Record<string, unknown> }>(
      register,
      naming('app-a'),
    )
    expect(status).toBe(200)
    expect(headers.has('x-request-id')).toBe(true)
    expect(body.api).toMatchObject({ service_id: small.bare, api_name: 'infer_servicebare', api_method: 'ANY' })
    expect(body.api).not.toHaveProperty('auth_type')
    expect(body.auth_result).toMatchObject([{ app_id: 'app-a', success: true, api_id: body.api['api_id'] }])
    const listed = await owner.get(`/v1/p1/services/${small.bare}/app-auth-apis`)
    expect(listed.body).toMatchObject({ count: 1, apis: [{ auth_type: 'APP' }] })
  })

  test.each([
    ['refused', 500, 1],
    ['same', 200, 1],
    ['another', 200, 2],
  ] as const)('twice is %s by the switch', async (reregister, status, apis) => {
    cloud.control.turn({ reregister })
    await owner.post(register, naming('app-a'))
    expect((await owner.post(register, naming('app-b'))).status).toBe(status)
    expect(cloud.control.state({ service: small.bare }).counts.apis).toBe(apis)
  })

  test('without granting, and taking the API away again', async () => {
    const made = await owner.post<{ api: { api_id: string } }>(`/v1/p1/app-auth/${small.bare}/apis`, {
      api_name: 'infer_bare',
    })
    const id = made.body.api.api_id
    expect(made.body.api).toMatchObject({ api_name: 'infer_bare', auth_type: 'APP' })
    expect((await owner.get(`/v1/p1/app-auth/${small.bare}/apis/${id}`)).status).toBe(200)
    const gone = await owner.send('DELETE', `/v1/p1/services/${small.bare}/app-auth-apis/${id}`)
    expect(gone).toMatchObject({ status: 204, body: null })
    const { status, body } = await owner.get(`/v1/p1/app-auth/${small.bare}/apis/${id}`)
    expect([status, body['error_code']]).toEqual([404, 'ModelArts.3935'])
  })
})

describe('apps', () => {
  test('are made up to the quota, and never twice by one name', async () => {
    cloud.control.turn({ appQuota: 5 })
    const url = '/v1/p1/app-auth/apps'
    expect((await owner.post(url, { app_name: 'name-app-a' })).body['error_code']).toBe('ModelArts.3929')
    expect((await owner.post(url, { app_name: 'fifth' })).status).toBe(200)
    const sixth = await owner.post(url, { app_name: 'sixth' })
    expect([sixth.status, sixth.body['error_code']]).toEqual([409, 'ModelArts.3929'])
    expect((await owner.get(`${url}/fifth/exists`)).body).toEqual({ exists: true })
    expect((await owner.get(`${url}/sixth/exists`)).body).toEqual({ exists: false })
  })

  test('are deleted by their creator when nothing is bound', async () => {
    const url = '/v1/p1/app-auth/apps'
    expect((await owner.send('DELETE', `${url}/app-a`)).status).toBe(500)
    expect((await owner.send('DELETE', `${url}/app-b`)).status).toBe(200)
    expect((await owner.get(`${url}/app-b`)).body).toMatchObject({ error_code: 'ModelArts.3923' })
  })
})
