import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isCanary } from '../canary.ts'
import type { Simulator } from '../index.ts'
import { DAY, hours, START, startStudio, StudioUser } from './testing.ts'

let cloud: Simulator
let owner: StudioUser

beforeEach(async () => {
  cloud = await startStudio()
  owner = new StudioUser(cloud, 'otto')
})
afterEach(() => cloud.close())

const turn = (dataarts: NonNullable<Parameters<Simulator['control']['turn']>[0]['dataarts']>) =>
  cloud.control.turn({ dataarts })

interface Listed {
  total: number
  records: { id: string; create_time: number; publish_messages?: { instance_id: string; api_status: string }[] }[]
}
const apiIds = async (query: string, user = owner) =>
  (await user.get<Listed>(`/apis?${query}`)).body.records.map(({ id }) => id.replace('api-', ''))

describe('the headers', () => {
  test('name the workspace, or the default one is taken by the switch', async () => {
    const nowhere = new StudioUser(cloud, 'otto', { workspace: null })
    expect((await nowhere.get('/apis')).body).toMatchObject({ error_code: 'DLM.4001' })
    turn({ workspaceHeader: 'default' })
    expect((await nowhere.get<Listed>('/apis')).body.total).toBe(7)
  })

  test.each([
    ['otto', { workspace: 'none' }, 400, 'DLM.4001'],
    ['rita', { workspace: 'other' }, 400, 'DLM.4001'],
    ['otto', { headers: { 'X-Project-Id': 'p2' } }, 403, 'APIG.0302'],
    ['nobody', {}, 401, 'APIG.0301'],
    ['otto', { headers: { 'Dlm-Type': 'exclusive' } }, 400, 'DLS.1000'],
  ] as const)('of %s with %j are refused with %i %s', async (name, setting, status, code) => {
    const { status: got, body } = await new StudioUser(cloud, name, setting).get('/apis')
    expect([got, body['error_code']]).toEqual([status, code])
  })

  test('without an edition mean the shared one, and a misspelt one is not seen', async () => {
    expect(await apiIds('', new StudioUser(cloud, 'otto', { edition: null }))).toEqual(['shared'])
    const misspelt = new StudioUser(cloud, 'otto', { edition: null, headers: { dlm_type: 'EXCLUSIVE' } })
    expect(await apiIds('', misspelt)).toEqual(['shared'])
  })

  test('of a foreign project are refused by the gateway, with its request id', async () => {
    const { status, body } = await owner.get('/v1/p2/service/apis')
    expect([status, body['error_code']]).toEqual([403, 'APIG.0302'])
    expect(body['request_id']).toMatch(/^[0-9a-f]{32}$/)
    expect((await owner.get('/nothing')).body).toMatchObject({ error_code: 'APIG.0101' })
  })
})

describe('the list of APIs', () => {
  test('is thin: no auth type, no path, and publications only on demand', async () => {
    const { body } = await owner.get<Listed>('/apis?limit=1')
    expect(Object.keys(body.records[0] ?? {}).toSorted()).toEqual([
      'authorization_status',
      'create_time',
      'create_user',
      'description',
      'id',
      'manager',
      'name',
      'type',
    ])
    const asking = new StudioUser(cloud, 'otto', { headers: { 'x-return-publish-messages': 'true' } })
    const [first] = (await asking.get<Listed>('/apis?limit=1')).body.records
    expect(first?.publish_messages).toMatchObject([
      { api_id: 'api-a', instance_id: 'c1', instance_name: 'cluster one', api_status: 'API_STATUS_PUBLISHED' },
      { instance_id: 'c2', api_status: 'API_STATUS_STOPPED' },
    ])
  })

  test('has ten rows unless asked, newest first, and rounds the offset down to a page', async () => {
    const all = ['a', 'two', 'iam', 'open', 'kept', 'rolf', 'new']
    expect(await apiIds('')).toEqual(all)
    expect(await apiIds('limit=3&offset=3')).toEqual(all.slice(3, 6))
    expect(await apiIds('limit=3&offset=5')).toEqual(all.slice(3, 6))
    expect(await apiIds('limit=3&offset=2')).toEqual(all.slice(0, 3))
    expect(await apiIds('limit=3&offset=9')).toEqual([])
    cloud.control.turn({ pastEnd: 'first' })
    expect(await apiIds('limit=3&offset=9')).toEqual(all.slice(0, 3))
  })

  test.each([
    ['name=NAME_api-i', ['iam']],
    ['publish_status=NOT_PUBLISHED', ['new']],
    ['authorization_status=AUTHORIZED', ['a', 'two']],
    ['authorization_status=NO_AUTHORIZATION_REQUIRED', ['open']],
    [`start_time=${new Date(START - 2.5 * DAY).toISOString()}`, ['a', 'two']],
    ['api_type=API_SPECIFIC_TYPE_SCRIPT', []],
    ['create_user=dev&table_name=t_table&limit=2', ['a', 'two']],
  ])('filters by %s', async (query, ids) => {
    expect(await apiIds(query)).toEqual(ids)
  })

  test.each([
    'limit=0',
    'limit=x',
    'offset=-1',
    'publish_status=ALL',
    'start_time=today',
    'limit=1&limit=2',
    "tags=a'b",
  ])('refuses %s', async (query) => {
    expect((await owner.get(`/apis?${query}`)).body).toMatchObject({ error_code: 'DLS.1000' })
  })

  test('cuts a limit above a hundred, or takes it by the switch', async () => {
    const apps = Array.from({ length: 130 }, (_, at) => ({
      id: `m${at}`,
      workspace: 'other',
      name: `m${at}`,
      creator: 'user-otto',
    }))
    cloud.control.plant({ dataarts: { apps } })
    const other = new StudioUser(cloud, 'otto', { workspace: 'other' })
    const count = async () => (await other.get<{ apps: unknown[] }>('/apps?limit=1000')).body.apps.length
    expect(await count()).toBe(100)
    turn({ overLimit: 'taken' })
    expect(await count()).toBeGreaterThan(130)
  })

  test('leads to a detail with hosts, as a list or by the switch as one', async () => {
    const detail = async () => (await owner.get<{ hosts: unknown; manager: string }>('/apis/api-a')).body
    expect(await detail()).toMatchObject({ manager: 'rita', hosts: [{ instance_id: 'c1' }, { instance_id: 'c2' }] })
    expect(await detail()).not.toHaveProperty('auth_type')
    turn({ hosts: 'object' })
    expect(await detail()).toMatchObject({ hosts: { instance_id: 'c1' } })
    expect((await owner.get('/apis/none')).body).toMatchObject({ error_code: 'DLM.4018' })
  })
})

describe('clusters', () => {
  const eligible = async (query: string) => {
    const { body } = await owner.get<{ instances: { instance_id: string; result: boolean; cause?: string }[] }>(
      `/apis/${query}`,
    )
    return body.instances.map((one) => [one.instance_id, one.result, one.cause ?? ''].join(' '))
  }

  test('tell for each app where an API can be granted', async () => {
    expect(await eligible('api-two/instances?action=AUTHORIZE&app_id=app-b')).toEqual(['c1 true ', 'c2 true '])
    expect(await eligible('api-two/instances?action=AUTHORIZE&app_id=app-dlm')).toEqual(['c2 true '])
    expect(await eligible('api-a/instances?action=AUTHORIZE&show_all=true&app_id=app-iam')).toEqual([
      'c1 false TYPE_MISMATCH',
      'c2 false API_STATUS_ERROR',
    ])
    expect(await eligible('api-new/instances?action=AUTHORIZE')).toEqual([])
    expect(await eligible('api-a/instances?action=RECOVER')).toEqual(['c2 true '])
    expect((await owner.get('/apis/api-a/instances')).body).toMatchObject({ error_code: 'DLS.1000' })
  })

  test('are listed and shown', async () => {
    const { body } = await owner.get<{ total: number; instances: { id: string }[] }>('/instances?limit=1&offset=1')
    expect(body).toMatchObject({ total: 2, instances: [{ id: 'c2', instance_status: 'RUNNING' }] })
    expect((await owner.get('/instances/c1')).body).toMatchObject({ name: 'cluster one', create_time: START })
    expect((await owner.get('/instances/c9')).body).toMatchObject({ error_code: 'DLM.4215' })
    expect((await owner.get('/apis/api-a/publish-info')).body).toMatchObject({ total: 2 })
  })
})

describe('the market', () => {
  interface Market {
    total: number
    apis: { id: string; auth_type: string; is_owner: boolean | null; is_authorized: boolean | null }[]
  }
  const market = async (body: unknown, user = owner) => (await user.post<Market>('/market', body)).body

  test('is the only list that tells the auth type, of published APIs of every workspace', async () => {
    const { apis, total } = await market({ limit: 100, offset: 0 })
    expect(total).toBe(6)
    expect(Object.fromEntries(apis.map(({ id, auth_type }) => [id, auth_type]))).toMatchObject({
      'api-a': 'APP',
      'api-iam': 'IAM',
      'api-open': 'NONE',
    })
    const other = new StudioUser(cloud, 'otto', { workspace: 'other' })
    expect((await market({ is_owner: true }, other)).apis).toMatchObject([{ id: 'api-two', is_owner: false }])
  })

  test('takes its flags as columns, or as filters by the switch', async () => {
    expect((await market({})).apis.every(({ is_authorized }) => is_authorized === null)).toBe(true)
    expect((await market({ is_authorized: true })).total).toBe(6)
    turn({ marketFlags: 'filter' })
    expect((await market({ is_authorized: true })).apis.map(({ id }) => id).toSorted()).toEqual(['api-a', 'api-two'])
    expect((await market({ auth_type: 'IAM' })).total).toBe(1)
  })
})

describe('apps', () => {
  interface App {
    id: string
    app_key: string
    app_secret: string
    app_type: string
  }

  test('come with their secrets, in lists and details', async () => {
    const { body } = await owner.get<{ total: number; apps: App[] }>('/apps?limit=100')
    expect(body.total).toBe(6)
    const secretsOf = (apps: App[]) => apps.flatMap((app) => [app.app_key, app.app_secret])
    expect(secretsOf(body.apps.filter((app) => app.app_type !== 'IAM')).every(isCanary)).toBe(true)
    expect(secretsOf(body.apps.filter((app) => app.app_type === 'IAM'))).toEqual(['NO DATA', 'NO DATA'])
    expect((await owner.get<App>('/apps/app-a')).body.app_secret).toBe(
      body.apps.find(({ id }) => id === 'app-a')?.app_secret,
    )
  })

  test('of other workspaces are not seen, but for the IAM app', async () => {
    const other = new StudioUser(cloud, 'otto', { workspace: 'other' })
    const { body } = await other.get<{ apps: App[] }>('/apps')
    expect(body.apps.map(({ id }) => id).toSorted()).toEqual(['app-iam', 'app-other'])
    expect((await other.get('/apps/app-a')).body).toMatchObject({ error_code: 'DLM.4063' })
    expect((await owner.get<{ apps: App[] }>('/apps?app_type=DLM&name=DLM')).body.apps).toHaveLength(1)
  })

  test('are made, changed and deleted', async () => {
    const made = await owner.post<App>('/apps', { app_type: 'APP', name: '新应用', description: 'x' })
    expect(made).toMatchObject({ status: 200, body: { name: '新应用', create_user: 'otto', app_type: 'APP' } })
    expect(isCanary(made.body.app_secret)).toBe(true)
    expect((await owner.post('/apps', { name: '新应用' })).body).toMatchObject({ error_code: 'DLS.1000' })
    const path = `/apps/${made.body.id}`
    expect((await owner.send('PUT', path, { name: 'renamed' })).body).toMatchObject({
      name: 'renamed',
      description: 'x',
    })
    expect(await owner.send('DELETE', path)).toMatchObject({ status: 204, body: null })
    expect((await owner.get(path)).body).toMatchObject({ error_code: 'DLM.4063' })
    expect(cloud.control.log().transitions.map(({ kind }) => kind)).toEqual(['create-app', 'delete-app'])
  })

  test('are not deleted while anything is granted, and not touched by viewers', async () => {
    expect((await owner.send('DELETE', '/apps/app-a')).body).toMatchObject({ error_code: 'DLM.4182' })
    const viewer = new StudioUser(cloud, 'vera')
    expect((await viewer.send('DELETE', '/apps/app-b')).body).toMatchObject({ error_code: 'DLS.1000' })
    expect((await viewer.get('/apps/app-b')).status).toBe(200)
  })
})

describe('relations', () => {
  test('of an app come without the cluster, and name their end another way', async () => {
    const { body } = await owner.get<{ total: number; records: Record<string, unknown>[] }>('/authorize/apps/app-a')
    expect(body.total).toBe(3)
    expect(body.records[0]).toMatchObject({ id: 'api-a', manager: 'rita', relationship_type: 'LINKED' })
    expect(Object.keys(body.records[0] ?? {})).toEqual(expect.arrayContaining(['deadline', 'approval_time']))
    expect(body.records[0]).not.toHaveProperty('instance_id')
  })

  test('are thin as in the vendor’s example, and their unknown times 0, by switches', async () => {
    await owner.act('APPLY', { time: hours(72) })
    turn({ relationFields: 'example', unknownTimes: 'zero' })
    const { body } = await owner.get<{ records: Record<string, unknown>[] }>('/authorize/apis/api-a')
    expect(body.records[1]).toMatchObject({ app_id: 'app-b', approval_time: 0 })
    expect(Object.keys(body.records[0] ?? {})).toEqual([
      'app_id',
      'app_name',
      'api_using_time',
      'approval_time',
      'static_params',
    ])
  })

  test('come page by page, each once', async () => {
    const reviewer = new StudioUser(cloud, 'rita')
    for (const app of ['app-b', 'app-c']) await reviewer.act('AUTHORIZE', { app, time: hours(72) })
    const page = async (offset: number) => {
      const { body } = await owner.get<{ records: { app_id: string }[] }>(
        `/authorize/apis/api-a?limit=2&offset=${offset}`,
      )
      return body.records.map(({ app_id }) => app_id)
    }
    expect([...(await page(0)), ...(await page(2))]).toEqual(['app-a', 'app-b', 'app-c'])
  })

  test('are seen as they were while reads lag', async () => {
    cloud.control.turn({ readLagMs: 60_000 })
    await new StudioUser(cloud, 'rita').act('AUTHORIZE', { app: 'app-a', time: hours(300) })
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 240'])
    cloud.control.setClock({ shiftMs: 61_000 })
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 300'])
  })
})

describe('look-ups', () => {
  test('tell reviewers with their personal data, pages from one, totals as text', async () => {
    const { body } = await owner.get<{ approvers: { approver_name: string; email: string }[] }>(
      '/authorizeapply/approver?page=2&size=1',
    )
    expect(body).toMatchObject({ total_records: '2', size: 1, total_pages: 2 })
    expect(body.approvers).toHaveLength(1)
    expect(body.approvers[0]?.email).toContain('@')
  })

  test('find instances, workspaces and their people', async () => {
    expect((await owner.get('/v1/p1/instances?limit=20')).body).toMatchObject({
      commodity_orders: [{ resource_id: 'studio' }],
    })
    const { body } = await owner.get<{ data: { id: string }[] }>('/v1/p1/workspaces/studio?limit=20&offset=0')
    expect(body).toMatchObject({ count: 2, data: [{ id: 'core', is_default: 1 }, { id: 'other' }] })
    expect((await owner.get('/v1/p1/studio/workspaces/user-rita')).body).toMatchObject({ count: 1 })
    const members = await owner.get<{ data: { user_id: string; roles: unknown[] }[] }>(
      '/v2/p1/core/users?limit=2&offset=4',
    )
    expect(members.body).toMatchObject({ count: 5, data: [{ user_id: 'user-vera', roles: [{ role_code: 'viewer' }] }] })
  })
})

describe('weather', () => {
  test('meets DataArts as it meets ModelArts', async () => {
    cloud.control.provoke({ kind: 'status', status: 429, operation: 'ListApply', retryAfter: '3' })
    expect((await owner.get('/apis')).status).toBe(200)
    const { status, headers, body } = await owner.get('/applys')
    expect([status, headers.get('retry-after'), body['error_code']]).toEqual([429, '3', 'APIG.0308'])
    cloud.control.provoke({ kind: 'lost', operation: 'AuthorizeActionApiToInstance' })
    const reviewer = new StudioUser(cloud, 'rita')
    await expect(reviewer.act('AUTHORIZE', { time: hours(72) })).rejects.toThrow('fetch failed')
    expect(await owner.appsOf('api-a')).toContain('app-b c1 LINKED 72')
  })

  test('lets an effect come late, by who asked and where', async () => {
    const reviewer = new StudioUser(cloud, 'rita')
    cloud.control.provoke({ kind: 'late', ms: 60_000, method: 'POST' })
    expect(await reviewer.act('AUTHORIZE', { time: hours(72) })).toBe('APIG.0201')
    expect(await owner.appsOf('api-a')).toHaveLength(1)
    cloud.control.setClock({ shiftMs: 60_000 })
    expect(cloud.control.log().transitions).toMatchObject([{ kind: 'grant', caller: 'rita', at: START + 60_000 }])
  })

  test('refuses one app of many', async () => {
    cloud.control.provoke({ kind: 'app-failure', appId: 'app-c', code: 'DLM.9999', reason: 'frozen: for good' })
    const reviewer = new StudioUser(cloud, 'rita')
    const { body } = await reviewer.post('/apis/api-a/instances/c1/authorize', {
      app_ids: ['app-b', 'app-c'],
      time: hours(72),
    })
    expect(body).toEqual({ error_code: 'DLM.9999', error_msg: 'frozen: for good' })
    expect(await owner.appsOf('api-a')).toHaveLength(1)
  })

  test('throttles each user by the documented rate', async () => {
    turn({ userRate: 3 })
    const statuses = []
    for (let count = 0; count < 4; count += 1) statuses.push((await owner.get('/apis')).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect((await new StudioUser(cloud, 'rita').get('/apis')).status).toBe(200)
  })
})
