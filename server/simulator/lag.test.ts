import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Simulator } from './index.ts'
import { AUTH_URL, AUTHS_URL, grantedNow, naming, small, startSmall, TestUser } from './testing.ts'

const START = Date.UTC(2026, 10, 21, 12)

let now: number
let cloud: Simulator
let owner: TestUser

beforeEach(async () => {
  now = START
  cloud = await startSmall({ clock: { now: () => new Date(now) } })
  owner = new TestUser(cloud, small.keys.owner)
})
afterEach(() => cloud.close())

async function shown(): Promise<string[]> {
  const { body } = await owner.get<{ auths: { app: { app_id: string } }[] }>(`${AUTHS_URL}?show_only=AUTH`)
  return body.auths.map(({ app }) => app.app_id).toSorted()
}

test('a lagging read answers the state of some time ago, writes see the present', async () => {
  cloud.control.turn({ readLagMs: 5_000, repeat: 'refused' })
  await owner.post(AUTH_URL, naming('app-b'))
  await owner.send('DELETE', AUTH_URL, naming('app-a'))
  expect(await shown()).toEqual(['app-a'])
  expect((await owner.get(`/v1/p1/services/${small.service}/api-auths`)).body).toMatchObject({
    app_auth_api: { authed_apps: [{ app_id: 'app-a' }] },
  })
  const again = await owner.post<{ auth_result: { success: boolean }[] }>(AUTH_URL, naming('app-b'))
  expect(again.body.auth_result[0]?.success).toBe(false)
  now += 4_999
  expect(await shown()).toEqual(['app-a'])
  now += 1
  expect(await shown()).toEqual(['app-b'])
})

test('a lagging read does not know a new API, app or deletion yet', async () => {
  cloud.control.turn({ readLagMs: 1_000, appQuota: 10 })
  await owner.post(`/v1/p1/services/${small.bare}/app-auth-api`, naming('app-b'))
  await owner.post('/v1/p1/app-auth/apps', { app_name: 'fresh' })
  cloud.control.outside({ act: 'delete-app', app: 'app-c' })
  const apis = () => owner.get<{ count: number }>(`/v1/p1/services/${small.bare}/app-auth-apis`)
  const apps = async () => (await owner.get<{ apps: { app_name: string }[] }>('/v1/p1/app-auth/apps')).body.apps
  expect((await apis()).body.count).toBe(0)
  expect((await apps()).map((app) => app.app_name)).toContain('name-app-c')
  now += 1_000
  expect((await apis()).body.count).toBe(1)
  const names = (await apps()).map((app) => app.app_name)
  expect(names).toContain('fresh')
  expect(names).not.toContain('name-app-c')
})

test('a lagging read stays right when the clock is put back', async () => {
  cloud.control.turn({ readLagMs: 1_000 })
  await owner.post(AUTH_URL, naming('app-b'))
  cloud.control.setClock({ shiftMs: -86_400_000 })
  expect(await shown()).toEqual(['app-a'])
  now += 1_000
  expect(await shown()).toEqual(['app-a', 'app-b'])
})

test('a timed-out write takes effect later, at its own instant', async () => {
  cloud.control.provoke({ kind: 'late', ms: 30_000 })
  expect((await owner.post(AUTH_URL, naming('app-b'))).status).toBe(504)
  now += 29_999
  expect(grantedNow(cloud)).toEqual(['app-a'])
  now += 5_001
  expect(grantedNow(cloud)).toEqual(['app-a', 'app-b'])
  expect(cloud.control.log().transitions).toMatchObject([
    { kind: 'grant', appId: 'app-b', at: START + 30_000, requestSeq: 1 },
  ])
})

test('a late effect happens once', async () => {
  cloud.control.provoke({ kind: 'late', ms: 1_000 })
  await owner.post(AUTH_URL, naming('app-b'))
  now += 1_000
  expect(grantedNow(cloud)).toEqual(['app-a', 'app-b'])
  await owner.send('DELETE', AUTH_URL, naming('app-b'))
  now += 1_000
  expect(grantedNow(cloud)).toEqual(['app-a'])
})

test('a late effect comes after the writes that were faster, and undoes them', async () => {
  cloud.control.provoke({ kind: 'hang', effect: { laterMs: 10_000 }, operation: 'DeleteApiAppAuth' })
  const hanging = owner.send('DELETE', AUTH_URL, naming('app-a', 'app-b')).catch(() => 'cut')
  await expect.poll(() => cloud.control.faults()).toEqual([])
  now += 5_000
  await owner.post(AUTH_URL, naming('app-b'))
  expect(grantedNow(cloud)).toEqual(['app-a', 'app-b'])
  now += 5_000
  expect(await shown()).toEqual([])
  await cloud.close()
  expect(await hanging).toBe('cut')
  cloud = await startSmall()
})

test('a late effect that the cloud would refuse by then does not happen', async () => {
  cloud.control.provoke({ kind: 'late', ms: 1_000 })
  await owner.post(AUTH_URL, naming('app-b'))
  cloud.control.outside({ act: 'delete-service', service: small.service })
  now += 1_000
  expect(grantedNow(cloud)).toEqual([])
  expect(cloud.control.log().transitions.map((one) => one.kind)).toEqual(['revoke', 'delete-api', 'delete-service'])
})

test('answers take the time that the switch says', async () => {
  cloud.control.turn({ latencyMs: [60, 70] })
  const before = performance.now()
  await shown()
  expect(performance.now() - before).toBeGreaterThan(55)
})
