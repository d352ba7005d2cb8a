import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { demoConnections } from '../../simulator/demo-accounts.ts'
import { isCanary, type Simulator, startSimulator } from '../../simulator/index.ts'
import type { Identity } from '../../src/upstream/modelarts/client.ts'
import type { ApiAddress } from '../../src/upstream/port.ts'
import { FACTS } from './facts/index.ts'
import { driveReads, driveRefusals, driveWrites, type Probe, probe } from './suite.ts'

const [north] = demoConnections
let simulator: Simulator
const probes: Probe[] = []

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'demo' })
})

afterEach(async () => {
  await Promise.all(probes.splice(0).map((one) => one.close()))
  simulator.control.reset()
})

afterAll(() => simulator.close())

/** A probe through the nth identity of the demo's first connection. */
function through(index: number, workspace: string | null = '0'): Probe {
  const identity = north?.identities[index]
  if (north === undefined || identity === undefined) throw new Error('The demo has no such identity')
  const { accessKey, secretKey, label } = identity
  const known: Identity = { label, credential: { accessKey, secretKey } }
  const connection = { id: north.id, endpoint: simulator.url, project: north.project, workspace }
  const clock = { now: () => new Date(Date.now() + simulator.clockOffsetMs()) }
  const limits = { backoff: { baseMs: 1, capMs: 2 }, breakAfter: 1000 }
  const one = probe({ connection, identity: known, clock, limits, pageSize: 20 })
  probes.push(one)
  return one
}

const READER = 0
const CLAIMS = 1

/** An API of the claims team, and an app of the team that it is not granted to. */
async function writable({ cloud, door }: Probe): Promise<{ api: ApiAddress; appId: string }> {
  const apps = (await cloud.apps(door)).rows
  const own = new Set(apps.map(({ appId }) => appId))
  for (const { serviceId, owner } of (await cloud.services(door)).rows) {
    const service = await cloud.authorizedOf(door, serviceId)
    if (service === null || owner !== apps[0]?.creator) continue
    const free = await cloud.access(door, { serviceId, apiId: service.apiId }, 'unauthorized')
    const app = free.rows.find((row) => own.has(row.app.appId) && !row.app.remark?.includes('until it is granted'))
    if (app !== undefined && service.apps.length > 1)
      return { api: { serviceId, apiId: service.apiId }, appId: app.app.appId }
  }
  throw new Error('The demo has nothing to write to')
}

/** A service of the caller that has no API yet. */
async function unregistered({ cloud, door }: Probe): Promise<string> {
  const creator = (await cloud.apps(door)).rows[0]?.creator
  for (const { serviceId, owner } of (await cloud.services(door)).rows) {
    if (owner === creator && (await cloud.apisOf(door, serviceId)).length === 0) return serviceId
  }
  throw new Error('The demo has an API for each service')
}

describe('the simulator and the client keep to the facts', () => {
  test.each([
    ['offset counts pages', { offset: 'page' }],
    ['offset counts rows', { offset: 'row' }],
    ['the end of a list begins anew', { pastEnd: 'first' }],
    ['a total counts what is filtered out', { totalCountRespectsFilter: false }],
    ['request ids come everywhere, secrets masked', { requestIds: 'everywhere', plainSecrets: false }],
  ] as const)('in all readings, where %s', async (_name, switches) => {
    simulator.control.turn(switches)
    for (const who of [READER, CLAIMS]) {
      const target = through(who)
      expect(await driveReads(target, 6)).toEqual([])
      expect(target.differences()).toEqual([])
    }
  })

  test.each([
    ['as the vendor’s pages let expect', {}],
    ['where a repetition is refused', { repeat: 'refused' }],
    ['where PUT adds', { put: 'additive', putReports: 'named' }],
    ['where no auth id is told', { authIdInResults: false }],
  ] as const)('in all changes, %s', async (_name, switches) => {
    simulator.control.turn(switches)
    const target = through(CLAIMS)
    const place = await writable(target)
    expect(await driveWrites(target, { ...place, replace: true })).toEqual([])
    expect(target.differences()).toEqual([])
  })

  test('in refusals, and without a workspace', async () => {
    const target = through(CLAIMS, null)
    const { api } = await writable(target)
    expect(await driveRefusals(target, api.serviceId)).toEqual([])
    const refused = await target.cloud.grant(target.door, api, ['no-such-app'])
    expect(refused.results).toEqual([
      { appId: 'no-such-app', said: 'refused', reason: expect.stringContaining('ModelArts.3923') },
    ])
    expect(target.differences()).toEqual([])
  })

  test('in a registration, over all operations together', async () => {
    const target = through(CLAIMS)
    const serviceId = await unregistered(target)
    const [app] = (await target.cloud.apps(target.door)).rows
    const registered = await target.cloud.register(target.door, serviceId, [app?.appId ?? ''])
    expect(registered).toMatchObject({ api: { serviceId }, results: [{ said: 'done' }], requestId: expect.any(String) })
    expect(await target.cloud.register(target.door, serviceId, []).catch((error: unknown) => error)).toMatchObject({
      kind: 'broken',
      effect: 'unknown',
      code: 'ModelArts.3921',
    })
    await driveReads(target, 2)
    await driveWrites(target, { ...(await writable(target)), replace: true })
    expect(target.operations()).toEqual(FACTS.map(({ name }) => name).toSorted())
    expect(target.differences()).toEqual([])
  })

  test('in every status that can be provoked', async () => {
    const target = through(CLAIMS)
    for (const status of [400, 401, 403, 404, 429, 500, 503]) {
      for (const shape of ['modelarts', 'gateway'] as const) {
        simulator.control.provoke({ kind: 'status', status, shape, times: 4 })
        await expect(target.cloud.apps(target.door)).rejects.toMatchObject({ status })
        simulator.control.clearFaults()
      }
    }
    expect(target.differences()).toEqual([])
  })
})

test('what the client reads is what the simulator has', async () => {
  const { cloud, door } = through(READER)
  const { project } = { project: north?.project ?? '' }
  const state = simulator.control.state({ project })
  const services = await cloud.services(door)
  const realTime = state.services.filter(({ inferType }) => inferType === 'real-time')
  expect(services.rows.map(({ serviceId }) => serviceId).toSorted()).toEqual(realTime.map(({ id }) => id).toSorted())
  for (const { id } of realTime) {
    const apis = await cloud.apisOf(door, id)
    expect(apis.map(({ apiId }) => apiId)).toEqual(
      state.apis.filter(({ service }) => service === id).map((api) => api.id),
    )
  }
  for (const { id, service } of state.apis.filter(({ authType }) => authType === 'APP')) {
    const read = await cloud.authorizedOf(door, service)
    const granted = state.grants.filter(({ api }) => api === id).map(({ app }) => app)
    expect(read?.apps.map(({ appId }) => appId).toSorted()).toEqual(granted.toSorted())
  }
})

test('no planted secret gets through the client', async () => {
  const { cloud, door } = through(CLAIMS)
  const { api } = await writable(through(CLAIMS))
  const told = JSON.stringify([
    await cloud.apps(door),
    await cloud.access(door, api, 'all'),
    await cloud.authorizedOf(door, api.serviceId),
    await cloud.services(door),
  ])
  expect(told.length).toBeGreaterThan(1000)
  expect(isCanary(told)).toBe(false)
})
