import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../index.ts'
import { AUTHS_URL, small, startSmall, TestUser } from '../testing.ts'

let cloud: Simulator
let owner: TestUser

beforeAll(async () => {
  cloud = await startSmall()
  owner = new TestUser(cloud, small.keys.owner)
  cloud.control.plant({
    apps: Array.from({ length: 25 }, (_, i) => ({
      id: `page-${i}`,
      project: small.project,
      name: `page ${String(i).padStart(2, '0')}`,
      owner: 'user-owner',
    })),
  })
})
afterAll(() => cloud.close())
beforeEach(() => void cloud.control.turn({ offset: 'page', totalCountRespectsFilter: true, pastEnd: 'empty' }))

interface Apps {
  apps: { app_id: string; app_name: string }[]
  count: number
  total_count: number
}
interface Auths {
  auths: { app: { app_id: string; app_name: string }; authed: boolean }[]
  count: number
  total_count: number
}
interface Services {
  services: Record<string, unknown>[]
  count: number
  total_count: number
}

const APPS = `/v1/${small.project}/app-auth/apps`
const SERVICES = `/v1/${small.project}/services`
const names = ({ body }: { body: Auths }) => body.auths.map(({ app }) => app.app_name)

describe('pages', () => {
  test('an offset counts pages: every row comes exactly once', async () => {
    const seen: string[] = []
    for (let offset = 0; offset < 4; offset += 1) {
      const { body } = await owner.get<Apps>(`${APPS}?app_name=page&limit=7&offset=${offset}`)
      expect(body.count).toBe(body.apps.length)
      expect(body.total_count).toBe(25)
      seen.push(...body.apps.map((app) => app.app_name))
    }
    expect(seen).toEqual(seen.toSorted())
    expect(new Set(seen).size).toBe(25)
  })

  test('by the switch an offset counts rows', async () => {
    cloud.control.turn({ offset: 'row' })
    const { body } = await owner.get<Apps>(`${APPS}?app_name=page&limit=7&offset=1`)
    expect(body.apps[0]?.app_name).toBe('page 01')
  })

  test('behind the last page there is nothing, or by the switch the first page again', async () => {
    const url = `${APPS}?app_name=page&limit=10&offset=9`
    expect((await owner.get<Apps>(url)).body).toMatchObject({ apps: [], count: 0, total_count: 25 })
    cloud.control.turn({ pastEnd: 'first' })
    expect((await owner.get<Apps>(url)).body.apps[0]?.app_name).toBe('page 00')
  })

  test('total_count counts what matches, or by the switch all that is visible', async () => {
    expect((await owner.get<Apps>(`${APPS}?app_name=name-`)).body.total_count).toBe(4)
    cloud.control.turn({ totalCountRespectsFilter: false })
    expect((await owner.get<Apps>(`${APPS}?app_name=name-`)).body.total_count).toBe(29)
  })

  test.each(['limit=0', 'limit=-1', 'limit=ten', 'offset=-1', 'offset=1.5', 'limit=1&limit=2', 'limit=9999999999'])(
    'refuses %s as a bad parameter',
    async (query) => {
      const { status, body } = await owner.get(`${APPS}?${query}`)
      expect({ status, code: body['error_code'] }).toEqual({ status: 400, code: 'ModelArts.0101' })
    },
  )
})

describe('relations of an API', () => {
  test('show all visible apps with their state, sorted by name', async () => {
    const { body } = await owner.get<Auths>(`${AUTHS_URL}?app_name=name-`)
    expect(names({ body })).toEqual(['name-app-a', 'name-app-b', 'name-app-c', 'name-app-frozen'])
    expect(body.auths.map((auth) => auth.authed)).toEqual([true, false, false, false])
    expect(body.total_count).toBe(4)
  })

  test.each([
    ['AUTH', ['name-app-a']],
    ['UNAUTH', ['name-app-b', 'name-app-c', 'name-app-frozen']],
  ])('show_only=%s shows only those', async (show, expected) => {
    expect(names(await owner.get<Auths>(`${AUTHS_URL}?show_only=${show}&app_name=name-`))).toEqual(expected)
  })

  test.each([
    ['created_at', 'asc', ['name-app-b', 'name-app-c', 'name-app-a', 'name-app-frozen']],
    ['updated_at', 'asc', ['name-app-frozen', 'name-app-a', 'name-app-c', 'name-app-b']],
    ['app_name', 'desc', ['name-app-frozen', 'name-app-c', 'name-app-b', 'name-app-a']],
  ])('sorts by %s %s', async (sort, order, expected) => {
    const answer = await owner.get<Auths>(`${AUTHS_URL}?app_name=name-&sort_by=${sort}&order=${order}`)
    expect(names(answer)).toEqual(expected)
  })

  test('finds a part of the name in either case, and nothing by SQL wildcards', async () => {
    expect(names(await owner.get<Auths>(`${AUTHS_URL}?app_name=NAME-APP-B`))).toEqual(['name-app-b'])
    expect(names(await owner.get<Auths>(`${AUTHS_URL}?app_name=%25`))).toEqual([])
    expect(names(await owner.get<Auths>(`${AUTHS_URL}?app_name=name_app`))).toEqual([])
  })

  test.each(['show_only=MAYBE', 'sort_by=secret', 'order=up', 'app_name=', `app_name=${'x'.repeat(256)}`])(
    'refuses %s',
    async (query) => expect((await owner.get(`${AUTHS_URL}?${query}`)).status).toBe(400),
  )

  test('of an API without app authentication are refused', async () => {
    const stranger = new TestUser(cloud, small.keys.stranger)
    const { status } = await stranger.get(`/v1/p1/services/service-foreign/app-auth-apis/api-foreign/api-auths`)
    expect(status).toBe(400)
  })

  test('of a whole service come in one answer', async () => {
    const { body } = await owner.get(`/v1/p1/services/${small.service}/api-auths`)
    expect(body).toMatchObject({ enable_app_auth: true, app_auth_api: { api_id: small.api } })
    expect((await owner.get(`/v1/p1/services/${small.bare}/api-auths`)).body).toEqual({ enable_app_auth: false })
  })
})

describe('services', () => {
  test('come newest first with the documented fields', async () => {
    const { body } = await owner.get<Services>(SERVICES)
    expect(body.services.map((service) => service['service_id'])).toEqual([small.service, small.bare])
    expect(body.services[0]).toMatchObject({
      service_name: 'Service One',
      owner: 'user-owner',
      infer_type: 'real-time',
      status: 'running',
      workspace_id: '0',
      publish_at: Date.UTC(2026, 0, 2),
    })
    expect(body.services[0]).not.toHaveProperty('access_address')
    expect(body.services[0]).not.toHaveProperty('progress')
  })

  test.each([
    ['service_name=ONE', 1],
    ['status=stopped', 0],
    ['infer_type=real-time', 2],
    ['infer_type=batch', 0],
    [`service_id=${small.bare}`, 1],
    ['workspace_id=w1', 0],
    ['limit=1&offset=1&sort_by=service_name&order=asc', 1],
  ])('are filtered by %s', async (query, count) => {
    expect((await owner.get<Services>(`${SERVICES}?${query}`)).body.count).toBe(count)
  })

  test.each(['status=happy', 'infer_type=magic', 'sort_by=owner', 'workspace_id=none'])('refuse %s', async (query) => {
    expect((await owner.get(`${SERVICES}?${query}`)).status).toBe(400)
  })

  test('have a detail with the token address and the deployed model', async () => {
    const { body } = await owner.get(`${SERVICES}/${small.service}`)
    expect(body).toMatchObject({ service_id: small.service, config: [{ model_name: 'model' }] })
    expect(body['access_address']).toContain(small.service)
  })

  test('have their APIs listed, with the prediction address', async () => {
    const { body } = await owner.get<{ apis: Record<string, unknown>[] }>(`${SERVICES}/${small.service}/app-auth-apis`)
    expect(body).toMatchObject({ count: 1, total_count: 1 })
    expect(body.apis[0]).toMatchObject({
      api_id: small.api,
      api_method: 'ANY',
      auth_type: 'APP',
      support_app_code: true,
    })
    expect(body.apis[0]?.['predict_url']).toMatch(
      /^https:\/\/[0-9a-f]{32}\.apig\.cn-north-4\..+\/v1\/infers\/service-one$/,
    )
  })
})

test('an app tells how many APIs are bound to it, and which', async () => {
  const { body } = await owner.get<{ app: Record<string, unknown> }>(`${APPS}/app-a`)
  expect(body.app).toMatchObject({ app_id: 'app-a', bounded_api_count: 1, user_id: 'user-owner', app_type: 'APIG' })
  const bound = await owner.get(`${APPS}/app-a/auth-apis`)
  expect(bound.body).toMatchObject({ count: 1, total_count: 1, apis: [{ api_id: small.api }] })
  expect((await owner.get(`${APPS}/app-a/auth-apis?service_name=nowhere`)).body).toMatchObject({ apis: [] })
})
