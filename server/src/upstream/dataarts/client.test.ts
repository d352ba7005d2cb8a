import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { START, startStudio } from '../../../simulator/dataarts/testing.ts'
import type { Simulator } from '../../../simulator/index.ts'
import { rawAnswer, type RawServer, rawServer } from '../../../test/conformance/raw-server.ts'
import { createClouds, type DataArtsConnection } from '../clouds.ts'
import type { Act, DataCloud, Pair } from '../port.ts'
import { createDataArts } from './client.ts'

const open: { close(): Promise<void> }[] = []
let simulator: Simulator

beforeEach(async () => {
  simulator = await startStudio()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await simulator.close()
})

const identity = (name: string) => ({
  label: name,
  credential: { accessKey: `AK${name.toUpperCase()}`, secretKey: `secret of ${name}` },
})
const by = (name: string) => ({ connection: 'core', identity: name })
const [reviewer, caller] = [by('rita'), by('otto')]

const connectionTo = (endpoint: string): DataArtsConnection => ({
  id: 'core',
  service: 'dataarts',
  endpoint,
  project: 'p1',
  workspace: 'core',
  edition: 'EXCLUSIVE',
  identities: ['rita', 'rolf', 'otto', 'dev', 'vera', 'stranger'].map(identity),
})

function clientOf(endpoint: string, pageSize?: number): DataCloud {
  const connection = connectionTo(endpoint)
  const clock = { now: () => new Date(START) }
  const limits = { readDeadlineMs: 1_000, writeDeadlineMs: 1_000, backoff: { baseMs: 1, capMs: 2 } }
  const cloud = createDataArts({ connection, identities: connection.identities, clock, limits, pageSize })
  open.push(cloud)
  return cloud
}

const pair: Pair = { apiId: 'api-a', appId: 'app-b', clusterId: 'c1' }
const [SOON, LATER, LATEST] = ['2026-11-22T08:00:00.000Z', '2026-11-25T08:00:00.000Z', '2026-12-25T08:00:00.000Z']
const grant: Act = { act: 'grant', until: LATER }
const writesSent = (): number => simulator.control.log().requests.filter(({ method }) => method === 'POST').length

describe('a write', () => {
  test.each<[Act, typeof reviewer, object]>([
    [grant, reviewer, { list: 'apps-of-api', apiId: 'api-a', clusterId: 'c1', appIds: ['app-b'] }],
    [
      { act: 'apply', until: LATER },
      caller,
      { list: 'applications', tray: 'sent-for-calling', kind: 'apply', apiId: 'api-a', appId: 'app-b' },
    ],
  ])('of %j says where its effect shows', async (act, door, readBack) => {
    const cloud = clientOf(simulator.dataartsUrl)
    expect(await cloud.authorize(door, pair, act)).toEqual({ readBack, requestId: null })
    const tray = await cloud.applications(caller, 'sent-for-calling')
    expect(tray.rows.map(({ appId }) => appId)).toEqual(act.act === 'apply' ? ['app-b'] : [])
  })

  test.each<Act>([
    { act: 'grant', until: '2026-11-25T08:30:00.000Z' },
    { act: 'apply', until: '2026-11-25T08:00:00+08:00' },
    { act: 'renew', until: 'tomorrow' },
    { act: 'withdraw', at: '' },
  ])('of %j is not sent', async (act) => {
    const sent = clientOf(simulator.dataartsUrl).authorize(reviewer, pair, act)
    await expect(sent).rejects.toMatchObject({ kind: 'refused', effect: 'none' })
    expect(writesSent()).toBe(0)
  })

  test('of nothing is not sent', async () => {
    const cloud = clientOf(simulator.dataartsUrl)
    const nothing = { kind: 'refused', effect: 'none' }
    await expect(cloud.grantAll(reviewer, pair, { appIds: [], until: LATER })).rejects.toMatchObject(nothing)
    await expect(cloud.decide(reviewer, [], 'approve')).rejects.toMatchObject(nothing)
    expect(writesSent()).toBe(0)
  })

  test('names each app once, on the wire as in what is to be read back', async () => {
    const cloud = clientOf(simulator.dataartsUrl)
    const taken = await cloud.grantAll(reviewer, pair, { appIds: ['app-b', 'app-c', 'app-b'], until: LATER })
    expect(taken.readBack).toMatchObject({ appIds: ['app-b', 'app-c'] })
    const [sent] = simulator.control.log().requests.filter(({ method }) => method === 'POST')
    expect(JSON.parse(sent?.body ?? '')).toEqual({ app_ids: ['app-b', 'app-c'], time: LATER })
  })

  test.each([
    ['a shorter validity', { act: 'grant', until: SOON }, reviewer, { appId: 'app-a' }, 'refused', 'DLM.4182'],
    ['a withdrawal too soon', { act: 'withdraw', at: SOON }, reviewer, { appId: 'app-a' }, 'refused', 'DLS.1000'],
    ['a grant by nobody’s reviewer', grant, caller, {}, 'refused', 'DLS.1000'],
    ['an API that is not there', grant, reviewer, { apiId: 'gone' }, 'missing', 'DLM.4018'],
    ['an app that is not there', grant, reviewer, { appId: 'gone' }, 'missing', 'DLM.4063'],
    ['a cluster that is not there', grant, reviewer, { clusterId: 'gone' }, 'missing', 'DLM.4215'],
    ['a workspace of others', grant, by('stranger'), {}, 'forbidden', 'DLM.4001'],
  ] as const)('is refused for %s, with the cloud’s code', async (...[, act, door, other, kind, code]) => {
    const sent = clientOf(simulator.dataartsUrl).authorize(door, { ...pair, ...other }, act)
    await expect(sent).rejects.toMatchObject({ kind, code, effect: 'none', status: 400 })
    expect(simulator.control.log().transitions).toEqual([])
  })

  test.each([
    ['the answer is lost', { kind: 'lost' }, 'unreachable', 1],
    ['the cloud hangs', { kind: 'hang', effect: 'applied' }, 'timeout', 1],
    ['something else is answered', { kind: 'rubbish', body: 'text' }, 'rubbish', 1],
    ['nothing is answered with 200', { kind: 'rubbish', body: 'empty' }, 'rubbish', 1],
    ['the gateway gives up', { kind: 'late', ms: 0 }, 'broken', 1],
    ['the gateway fails', { kind: 'status', status: 502 }, 'broken', 0],
  ] as const)('stays open, and is sent once, when %s', async (...[, fault, kind, effect]) => {
    simulator.control.provoke({ ...fault, times: null, operation: 'AuthorizeActionApiToInstance' })
    const cloud = clientOf(simulator.dataartsUrl)
    await expect(cloud.authorize(reviewer, pair, grant)).rejects.toMatchObject({ kind, effect: 'unknown' })
    expect(writesSent()).toBe(1)
    const { rows } = await cloud.appsOf(reviewer, 'api-a')
    expect(rows.filter(({ appId }) => appId === 'app-b')).toHaveLength(effect)
  })
})

describe('a reading', () => {
  test('of the catalogue asks by POST, and is repeated like any other', async () => {
    simulator.control.provoke({ kind: 'status', status: 503, operation: 'ListDataServiceMarketApis', times: 2 })
    const { rows, complete } = await clientOf(simulator.dataartsUrl).offers(reviewer)
    expect(complete).toBe(true)
    expect(Object.fromEntries(rows.map(({ apiId, authType }) => [apiId, authType]))).toMatchObject({
      'api-a': 'APP',
      'api-iam': 'IAM',
      'api-open': 'NONE',
    })
  })

  test('tells which clusters fit an app, and why others do not', async () => {
    const { rows } = await clientOf(simulator.dataartsUrl).eligibility(reviewer, { apiId: 'api-a', appId: 'app-b' })
    expect(rows.map(({ clusterId, isFit, why }) => [clusterId, isFit, why])).toEqual([
      ['c1', true, null],
      ['c2', false, expect.any(String)],
    ])
  })

  test('of messages is whole although their list begins anew behind its end', async () => {
    const cloud = clientOf(simulator.dataartsUrl, 2)
    const appIds = ['app-a', 'app-b', 'app-c']
    await cloud.grantAll(reviewer, pair, { appIds, until: LATEST })
    for (const appId of appIds) await cloud.authorize(reviewer, { ...pair, appId }, { act: 'withdraw', at: LATER })
    const { rows, complete } = await cloud.notices(caller)
    expect([rows.map(({ appId }) => appId ?? '').toSorted(), complete]).toEqual([appIds, true])
    expect((await cloud.notices(reviewer)).rows).toEqual([])
  })

  test('of an app’s APIs knows each cluster and one end', async () => {
    const { rows, complete } = await clientOf(simulator.dataartsUrl).apisOf(caller, 'app-a')
    expect(complete).toBe(true)
    const told = rows.map(({ apiId, apiName, clusterId, state }) => JSON.stringify([apiId, apiName, clusterId, state]))
    expect(told.toSorted()).toEqual([
      '["api-a","name_api-a","c1","active"]',
      '["api-two","name_api-two","c1","active"]',
      '["api-two","name_api-two","c2","active"]',
    ])
    expect(rows.every(({ expiresAt }) => expiresAt !== null)).toBe(true)
  })

  test('through the registry, which knows both services apart', async () => {
    const clouds = createClouds([connectionTo(simulator.dataartsUrl)], { now: () => new Date(START) })
    open.push(clouds)
    expect((await clouds.dataOf('core').clusters(reviewer)).rows.map(({ name }) => name)).toEqual([
      'cluster one',
      'cluster two',
    ])
    expect(() => clouds.of('core')).toThrow('There is no connection core to ModelArts')
    expect(() => clouds.dataOf('other')).toThrow('There is no connection other to DataArts')
    await expect(clouds.dataOf('core').apps(by('nobody'))).rejects.toMatchObject({ kind: 'unauthenticated' })
  })
})

describe('an answer that is not what it should be', () => {
  async function cloud(answers: Record<string, [status: number, body: unknown]>): Promise<DataCloud> {
    const server: RawServer = await rawServer(({ head, socket }) => {
      const [status, body] = Object.entries(answers).find(([path]) => head.includes(path))?.[1] ?? [200, {}]
      socket.write(rawAnswer(status, JSON.stringify(body)))
    })
    open.push(server)
    return clientOf(server.url)
  }
  const bound = (...ids: string[]): [number, unknown] => [
    200,
    { total: ids.length, records: ids.map((id) => ({ id, name: `name ${id}`, deadline: 1_800_000_000_000 })) },
  ]
  const rowOf = (app_id: string, more: object = {}) => ({ app_id, instance_id: 'c1', ...more })
  const apps = (...records: object[]): [number, unknown] => [200, { total: records.length, records }]

  test('is not taken for an empty list, but is one where it says so', async () => {
    const one = await cloud({ '/instances?': [200, { instances: null, total: '0' }], '/apps?': [200, { total: 0 }] })
    const rubbish = { kind: 'rubbish', effect: 'none' }
    await expect(one.apis(reviewer)).rejects.toMatchObject(rubbish)
    await expect(one.offers(reviewer)).rejects.toMatchObject(rubbish)
    await expect(one.api(reviewer, 'a')).rejects.toMatchObject(rubbish)
    expect(await one.clusters(reviewer)).toEqual({ rows: [], complete: true })
    expect(await one.apps(reviewer)).toEqual({ rows: [], complete: true })
  })

  test('fills from the app’s list what the API’s list leaves out', async () => {
    const one = await cloud({ 'authorize/apps/p': bound('a'), 'authorize/apis/a': apps(rowOf('p'), rowOf('q')) })
    const { rows, complete } = await one.apisOf(caller, 'p')
    expect(complete).toBe(true)
    expect(rows).toMatchObject([
      { apiId: 'a', apiName: 'name a', clusterId: 'c1', expiresAt: '2027-01-15T08:00:00.000Z' },
    ])
  })

  test.each<[string, [number, unknown]]>([
    ['no longer has the app', apps(rowOf('q'))],
    ['cannot be asked from this workspace', [400, { error_code: 'DLM.4018', error_msg: 'no' }]],
    ['is of a workspace that is closed to us', [400, { error_code: 'DLM.4001', error_msg: 'no' }]],
  ])('keeps the relation without a cluster, and the reading open, where its API %s', async (_name, answer) => {
    const one = await cloud({ 'authorize/apps/p': bound('a'), 'authorize/apis/a': answer })
    expect(await one.apisOf(caller, 'p')).toMatchObject({
      rows: [{ apiId: 'a', appId: 'p', clusterId: null, expiresAt: '2027-01-15T08:00:00.000Z' }],
      complete: false,
    })
  })

  test('does not end a reading by what is not about it', async () => {
    const one = await cloud({ 'authorize/apps/p': bound('a'), 'authorize/apis/a': [401, {}] })
    await expect(one.apisOf(caller, 'p')).rejects.toMatchObject({ kind: 'unauthenticated' })
  })

  test('keeps rows without a cluster apart by their ends, and open where nothing tells them apart', async () => {
    const row = (api_using_time: number) => ({ app_id: 'p', api_using_time })
    const apart = await cloud({ 'authorize/apis/a': apps(row(1_800_000_000_000), row(1_900_000_000_000)) })
    expect(await apart.appsOf(reviewer, 'a')).toMatchObject({ rows: [{}, {}], complete: true })
    const same = await cloud({ 'authorize/apis/a': apps(row(1_800_000_000_000), row(1_800_000_000_000)) })
    expect(await same.appsOf(reviewer, 'a')).toMatchObject({ rows: [{}], complete: false })
  })

  test('counts reviewers in a text, and instances under an older name', async () => {
    const one = await cloud({
      approver: [200, { total_records: '1', approvers: [{ id: 'r', approver_name: 'Rita', email: 'hush@x' }] }],
      'p1/instances': [200, { count: 1, commodity_order_lists: [{ resource_id: 's', resource_name: 'Studio' }] }],
    })
    expect(await one.reviewers(reviewer)).toEqual({
      rows: [{ reviewerId: 'r', name: 'Rita', userId: null, userName: null }],
      complete: true,
    })
    expect(await one.studios(reviewer)).toEqual({ rows: [{ studioId: 's', name: 'Studio' }], complete: true })
  })

  test('asks for patience while something is under way, and the reading goes on', async () => {
    let calls = 0
    const server = await rawServer(({ socket }) => {
      calls += 1
      const busy = { error_code: 'DLS.1000', error_msg: 'Operation in progress. Try again later.' }
      socket.write(calls === 1 ? rawAnswer(400, JSON.stringify(busy)) : rawAnswer(200, '{"total":0}'))
    })
    open.push(server)
    expect(await clientOf(server.url).apps(reviewer)).toEqual({ rows: [], complete: true })
    expect(calls).toBe(2)
  })
})
