import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoDataArtsConnections } from '../../simulator/demo-accounts.ts'
import { isCanary, type Simulator, startSimulator } from '../../simulator/index.ts'
import type { SeenRelation } from '../../src/upstream/port.ts'
import { type DataProbe, dataProbe, driveDataReads } from './data-suite.ts'

let simulator: Simulator
const probes: DataProbe[] = []

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'demo' })
  // How fast one may ask is another matter: here everything is asked at once.
  simulator.control.turn({ dataarts: { userRate: 0 } })
})

afterEach(async () => {
  await Promise.all(probes.splice(0).map(({ cloud }) => cloud.close()))
})

afterAll(() => simulator.close())

type Connection = (typeof demoDataArtsConnections)[number]

function through({ id, project, workspace, edition, identities }: Connection, pageSize = 20): DataProbe {
  const [reviewer, caller] = identities.map(({ label, accessKey, secretKey }) => ({
    label,
    credential: { accessKey, secretKey },
  }))
  if (reviewer === undefined || caller === undefined) throw new Error('The demo has a reviewer and a caller')
  const connection = { id, endpoint: simulator.dataartsUrl, project, workspace, edition }
  const clock = { now: () => new Date(Date.now() + simulator.clockOffsetMs()) }
  const probe = dataProbe({ connection, reviewer, caller, clock, pageSize })
  probes.push(probe)
  return probe
}

test.each(demoDataArtsConnections)('$label is read whole by both identities, as the facts say', async (connection) => {
  const probe = through(connection)
  for (const door of [probe.reviewer, probe.caller]) expect(await driveDataReads(probe, door, 5)).toEqual([])
  expect(probe.differences()).toEqual([])
})

const tell = ({ apiId, appId, clusterId, expiresAt }: SeenRelation): string =>
  JSON.stringify([apiId, appId, clusterId, expiresAt])

test.each(demoDataArtsConnections)('what the client reads of $label is what the simulator has', async (connection) => {
  const { cloud, reviewer } = through(connection, 7)
  const state = simulator.control.dataarts({ workspace: connection.workspace })
  const here = state.apis.filter(({ edition }) => edition === connection.edition)
  const apis = await cloud.apis(reviewer)
  expect(apis.rows.map(({ apiId }) => apiId).toSorted()).toEqual(here.map(({ id }) => id).toSorted())

  const own = new Set(here.map(({ id }) => id))
  const held = state.relations
    .filter(({ api }) => own.has(api))
    .map(({ api, app, cluster, expiresAt }) =>
      JSON.stringify([api, app, cluster, expiresAt === null ? null : new Date(expiresAt).toISOString()]),
    )
  const readings = await Promise.all(apis.rows.map(({ apiId }) => cloud.appsOf(reviewer, apiId)))
  expect(readings.every(({ complete }) => complete)).toBe(true)
  expect(held.length).toBeGreaterThan(10)
  expect(readings.flatMap(({ rows }) => rows.map(tell)).toSorted()).toEqual(held.toSorted())
})

test('no secret of the demo gets through the client', async () => {
  const [core] = demoDataArtsConnections
  if (core === undefined) throw new Error('The demo has no connection to DataArts')
  const { cloud, reviewer, caller, exchanges } = through(core)
  const told = JSON.stringify([
    await cloud.apps(caller),
    await cloud.apis(reviewer),
    await cloud.offers(caller),
    await cloud.reviewers(reviewer),
    await cloud.notices(caller),
    await cloud.applications(reviewer, 'reviewed'),
  ])
  expect(told.length).toBeGreaterThan(1000)
  expect(isCanary(told)).toBe(false)
  expect(exchanges.some(({ answerBody }) => isCanary(answerBody))).toBe(true)
})
