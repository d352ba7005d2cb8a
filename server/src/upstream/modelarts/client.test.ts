import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'
import { rawAnswer, type RawServer, rawServer } from '../../../test/conformance/raw-server.ts'
import { createClouds } from '../clouds.ts'
import type { Cloud } from '../port.ts'
import { createModelArts, type ModelArtsParts } from './client.ts'

const door = { connection: 'c1', identity: 'team' }
const api = { serviceId: 's1', apiId: 'i1' }
const apps = ['a1', 'a2', 'a3', 'a4', 'a5']

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

function clientOf(endpoint: string, over: Partial<ModelArtsParts> = {}): Cloud {
  const cloud = createModelArts({
    connection: { id: 'c1', endpoint, project: 'p1', workspace: '0' },
    identities: [{ label: 'team', credential: { accessKey: 'TEAM', secretKey: 'secret' } }],
    clock: { now: () => new Date() },
    limits: { backoff: { baseMs: 1, capMs: 2 }, writeDeadlineMs: 1_000 },
    ...over,
  })
  open.unshift(cloud)
  return cloud
}

describe('a write, seen in the cloud', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator()
  })
  afterAll(() => simulator.close())
  beforeEach(() => {
    simulator.control.reset()
    simulator.control.plant({
      projects: [{ id: 'p1', region: 'r1' }],
      users: [{ id: 'u1', name: 'team', accessKey: 'TEAM', projects: ['p1'] }],
      services: [
        { id: 's1', project: 'p1', name: 'service', owner: 'u1' },
        { id: 's2', project: 'p1', name: 'bare', owner: 'u1' },
      ],
      apis: [{ id: 'i1', service: 's1' }],
      apps: apps.map((id) => ({ id, project: 'p1', name: `app ${id}`, owner: 'u1' })),
    })
  })

  const granted = () => simulator.control.state({ api: 'i1' }).grants.map(({ app }) => app)

  test('is judged app by app when one is refused inside a 200', async () => {
    simulator.control.provoke({ kind: 'app-failure', appId: 'a2', reason: 'Not this one.' })
    const answer = await clientOf(simulator.url).grant(door, api, ['a1', 'a2', 'a1'])
    expect(answer).toEqual({
      results: [
        { appId: 'a1', said: 'done', authId: simulator.control.state({ app: 'a1' }).grants[0]?.authId },
        { appId: 'a2', said: 'refused', reason: 'ModelArts.3937: Not this one.' },
      ],
      others: [],
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(granted()).toEqual(['a1'])
  })

  test('is unknown for an app whose result is missing, empty or under another name', async () => {
    const cloud = clientOf(simulator.url)
    simulator.control.provoke({ kind: 'missing-result', appId: 'a1' })
    expect((await cloud.grant(door, api, ['a1', 'a2'])).results.map(({ said }) => said)).toEqual(['unknown', 'done'])
    simulator.control.provoke({ kind: 'empty-result' })
    expect((await cloud.grant(door, api, ['a3'])).results).toEqual([{ appId: 'a3', said: 'unknown' }])
    simulator.control.provoke({ kind: 'wrong-app', appId: 'a4', instead: 'x9' })
    expect(await cloud.grant(door, api, ['a4'])).toMatchObject({
      results: [{ appId: 'a4', said: 'unknown' }],
      others: [{ appId: 'x9', said: 'done' }],
    })
    expect(granted()).toEqual(['a1', 'a2', 'a3', 'a4'])
  })

  test.each([
    ['the answer is lost', { kind: 'lost' }, 'unreachable', 1],
    ['the cloud hangs', { kind: 'hang', effect: 'applied' }, 'timeout', 1],
    ['the answer is cut', { kind: 'rubbish', body: 'truncated' }, 'unreachable', 1],
    ['the answer is empty', { kind: 'rubbish', body: 'empty' }, 'rubbish', 1],
    ['the gateway gives up', { kind: 'late', ms: 0 }, 'broken', 1],
    ['the gateway fails', { kind: 'status', status: 500, code: 'ModelArts.3937' }, 'broken', 0],
  ] as const)('stays open, and is sent once, when %s', async (...[, fault, kind, effect]) => {
    simulator.control.provoke({ ...fault, times: null })
    const refusal = clientOf(simulator.url).grant(door, api, ['a1'])
    await expect(refusal).rejects.toMatchObject({ kind, effect: 'unknown' })
    expect(granted()).toHaveLength(effect)
    expect(simulator.control.log().requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  test('had no effect when the cloud refused it', async () => {
    const cloud = clientOf(simulator.url)
    const refusals = {
      400: 'refused',
      401: 'unauthenticated',
      403: 'forbidden',
      404: 'missing',
      409: 'refused',
      429: 'throttled',
    }
    for (const [status, kind] of Object.entries(refusals)) {
      simulator.control.provoke({ kind: 'status', status: Number(status) })
      await expect(cloud.revoke(door, api, ['a1'])).rejects.toMatchObject({
        kind,
        effect: 'none',
        status: Number(status),
      })
    }
    await expect(cloud.grant(door, { ...api, apiId: 'gone' }, ['a1'])).rejects.toMatchObject({
      kind: 'missing',
      code: 'ModelArts.3935',
      requestId: expect.any(String),
    })
  })

  test('of nothing is not sent, but the empty set is', async () => {
    const cloud = clientOf(simulator.url)
    await cloud.grant(door, api, ['a1', 'a2'])
    expect(await cloud.grant(door, api, [])).toEqual({ results: [], others: [], requestId: null })
    expect(await cloud.revoke(door, api, [])).toEqual({ results: [], others: [], requestId: null })
    const emptied = await cloud.replace(door, api, [])
    expect(emptied.results).toEqual([])
    expect(emptied.others.map(({ appId }) => appId)).toEqual(['a1', 'a2'])
    expect(granted()).toEqual([])
  })

  test('of the whole set tells of the apps that went', async () => {
    const cloud = clientOf(simulator.url)
    await cloud.grant(door, api, ['a1', 'a2'])
    const answer = await cloud.replace(door, api, ['a2', 'a3'])
    expect(answer.results.map(({ appId, said }) => [appId, said])).toEqual([
      ['a2', 'done'],
      ['a3', 'done'],
    ])
    expect(answer.others).toEqual([{ appId: 'a1', said: 'done', authId: expect.any(String) }])
    expect(granted()).toEqual(['a2', 'a3'])
  })

  test('registers a service that has no API, and grants it', async () => {
    const cloud = clientOf(simulator.url)
    expect(await cloud.authorizedOf(door, 's2')).toBeNull()
    expect(await cloud.apisOf(door, 's2')).toEqual([])
    const registered = await cloud.register(door, 's2', ['a1', 'nobody'])
    expect(registered.api).toMatchObject({ serviceId: 's2', method: 'ANY', supportsAppCode: true })
    expect(registered.results.map(({ said }) => said)).toEqual(['done', 'refused'])
    expect(await cloud.authorizedOf(door, 's2')).toMatchObject({ apiId: registered.api.apiId, apps: [{ appId: 'a1' }] })
  })

  test('leaves only real-time services and those of an unknown kind in the list', async () => {
    simulator.control.plant({ services: [{ id: 's3', project: 'p1', name: 'batch', owner: 'u1', inferType: 'batch' }] })
    const { rows, complete } = await clientOf(simulator.url).services(door)
    expect([rows.map(({ serviceId }) => serviceId), complete]).toEqual([['s1', 's2'], true])
  })

  test('knows its doors, and the registry its connections', async () => {
    await expect(clientOf(simulator.url).apps({ ...door, identity: 'nobody' })).rejects.toMatchObject({
      kind: 'unauthenticated',
    })
    const connection = {
      id: 'c1',
      service: 'modelarts',
      endpoint: simulator.url,
      project: 'p1',
      workspace: null,
    } as const
    const identities = [{ label: 'team', credential: { accessKey: 'TEAM', secretKey: 'secret' } }]
    const clouds = createClouds([{ ...connection, identities }], { now: () => new Date() })
    open.push(clouds)
    expect((await clouds.of('c1').apps(door)).rows).toHaveLength(5)
    expect(() => clouds.of('c2')).toThrow('There is no connection c2')
  })
})

describe('an answer that is not what it should be', () => {
  async function cloud(answers: Record<string, unknown>): Promise<{ server: RawServer; cloud: Cloud }> {
    const server = await rawServer(({ head, socket }) => {
      const found = Object.entries(answers).find(([path]) => head.includes(path))
      socket.write(rawAnswer(200, JSON.stringify(found?.[1] ?? {})))
    })
    open.push(server)
    return { server, cloud: clientOf(server.url) }
  }
  const rubbish = { kind: 'rubbish', effect: 'none' }

  test('is not taken for an empty list', async () => {
    const { cloud: one } = await cloud({})
    await expect(one.services(door)).rejects.toMatchObject(rubbish)
    await expect(one.apps(door)).rejects.toMatchObject(rubbish)
    await expect(one.access(door, api, 'all')).rejects.toMatchObject(rubbish)
    await expect(one.apisOf(door, 's1')).rejects.toMatchObject(rubbish)
    await expect(one.service(door, 's1')).rejects.toMatchObject(rubbish)
  })

  test('is an empty list where it says so', async () => {
    const { cloud: one } = await cloud({
      '/app-auth/apps': { apps: null, total_count: 0 },
      'app-auth-apis': { count: 0 },
    })
    expect(await one.apps(door)).toEqual({ rows: [], complete: true })
    expect(await one.apisOf(door, 's1')).toEqual([])
  })

  test('is refused where it counts more APIs than it lists, or one cannot be read', async () => {
    const row = { api_id: 'i1', support_app_code: true }
    for (const answer of [
      { apis: [row], count: 2 },
      { apis: [row], total_count: 2 },
      { apis: [row, { api_name: 'x' }] },
    ]) {
      const { cloud: one } = await cloud({ 'app-auth-apis': answer })
      await expect(one.apisOf(door, 's1')).rejects.toMatchObject(rubbish)
    }
  })

  test('is asked for again app by app where the state of a service is not whole', async () => {
    const auths = { auths: [{ app: { app_id: 'a1' }, authed: true }], total_count: 1 }
    for (const authed of [undefined, [{ app_name: 'x' }], [{ app_id: 'a1' }, { app_id: 'a1' }]]) {
      const state = { enable_app_auth: true, app_auth_api: { api_id: 'i1', authed_apps: authed } }
      const { cloud: one } = await cloud({ 'app-auth-apis/i1/api-auths': auths, 's1/api-auths': state })
      expect(await one.authorizedOf(door, 's1')).toMatchObject({ apiId: 'i1', apps: [{ appId: 'a1' }] })
    }
  })

  test('does not end the grants of a service by being vague', async () => {
    const vague = { enable_app_auth: true, app_auth_api: null }
    const half = { enable_app_auth: true, app_auth_api: { api_id: 'i1' } }
    const { cloud: one } = await cloud({ '/s1/api-auths': vague, '/s2/api-auths': half })
    await expect(one.authorizedOf(door, 's1')).rejects.toMatchObject(rubbish)
    await expect(one.authorizedOf(door, 's2')).rejects.toMatchObject(rubbish)
  })

  test('leaves a registration open when it tells of no API', async () => {
    const { cloud: one } = await cloud({ 'app-auth-api': { auth_result: [{ app_id: 'a1', success: true }] } })
    await expect(one.register(door, 's1', ['a1'])).rejects.toMatchObject({ kind: 'rubbish', effect: 'unknown' })
  })

  test('is not believed where the filter was not kept', async () => {
    const row = (id: string, authed: boolean) => ({ app: { app_id: id }, authed })
    const { cloud: one } = await cloud({ 'api-auths': { auths: [row('a1', true), row('a2', false)], total_count: 2 } })
    expect(await one.access(door, api, 'authorized')).toMatchObject({
      rows: [{ app: { appId: 'a1' } }],
      complete: true,
    })
    const page = { show: 'authorized', sort: 'name', order: 'asc', page: 0, limit: 10 } as const
    expect((await one.accessPage(door, api, page)).rows.map(({ app }) => app.appId)).toEqual(['a1'])
  })
})
