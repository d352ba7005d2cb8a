import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { contradictions } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { smallConnection } from '../small-world.ts'
import { flip, settledRow } from '../switching.ts'

let house: TestHouse
let wei: HttpClient
beforeAll(async () => {
  house = await startHouse({ connections: [smallConnection({ writes: 'replace' })] })
  wei = await house.as('li-wei')
})
afterEach(async () => {
  house.cloud.clearFaults()
  house.cloud.turn({ put: 'replace', putReports: 'all', grantedAppsVisible: 'all' })
  expect(await contradictions(house)).toEqual([])
})
afterAll(() => house.close())

const granted = (): string[] => house.cloud.state({ api: 'api-main' }).grants.map(({ app }) => app)
const writes = () => house.cloud.log().requests.filter(({ method }) => method !== 'GET')
const switched = async (app: string, wanted: 'on' | 'off', hurryMs = 0) => {
  ;(await flip(wei, { api: 'api-main', app, wanted })).ok()
  return settledRow({ house, hurryMs }, wei, { api: 'api-main', app })
}

test('the complete set is sent, and what others have made in it stays', async () => {
  house.cloud.outside({ act: 'grant', api: 'api-main', app: 'app-5' })
  expect(await switched('app-1', 'on')).toMatchObject({ state: 'active' })
  expect(granted().toSorted()).toEqual(['app-0', 'app-1', 'app-5'])
  expect(await switched('app-0', 'off')).toMatchObject({ state: 'none', actual: 'off' })
  expect(granted().toSorted()).toEqual(['app-1', 'app-5'])
  expect(new Set(writes().map(({ method }) => method))).toEqual(new Set(['PUT']))
})

test('an answer that names only what was sent is enough', async () => {
  house.cloud.turn({ putReports: 'named' })
  await switched('app-2', 'on')
  expect(await switched('app-2', 'off')).toMatchObject({ state: 'none' })
  expect(granted()).not.toContain('app-2')
})

test('a cloud that only adds is repaired by taking away', async () => {
  house.cloud.turn({ put: 'additive', putReports: 'named' })
  expect(await switched('app-3', 'on')).toMatchObject({ state: 'active' })
  expect(await switched('app-3', 'off', 250)).toMatchObject({ state: 'none', actual: 'off' })
  expect(granted()).not.toContain('app-3')
  expect(writes().at(-1)).toMatchObject({ method: 'DELETE' })
})

describe('a set that cannot be known', () => {
  test('because apps are hidden is not replaced: they would lose their access', async () => {
    house.cloud.turn({ grantedAppsVisible: 'own' })
    house.cloud.outside({ act: 'grant', api: 'api-main', app: 'app-lab' })
    const before = writes().length
    const row = await switched('app-4', 'on')
    expect(row).toMatchObject({ state: 'failed', wanted: 'on' })
    expect(row.change?.cloud?.message).toMatch(/hidden/)
    expect(writes()).toHaveLength(before)
    expect(granted()).toContain('app-lab')
    house.cloud.outside({ act: 'revoke', api: 'api-main', app: 'app-lab' })
  })

  test('because the list cannot be read is not replaced either', async () => {
    const before = writes().length
    house.cloud.provoke({ kind: 'status', status: 503, operation: 'ShowApiAuthInfos', times: null })
    const row = await switched('app-6', 'on', 2_000)
    expect(row).toMatchObject({ state: 'failed', change: { cloud: { status: 503 } } })
    expect(writes()).toHaveLength(before)
  })
})

test.each([
  ['after it was done', 'app-7', { kind: 'lost' as const }, 1],
  ['before it was done', 'app-8', { kind: 'reset' as const }, 2],
])('an answer that is lost %s leads to one change', async (_, app, fault, calls) => {
  const before = writes().length
  house.cloud.provoke({ ...fault, operation: 'UpdateAuthApiToApigApps' })
  expect(await switched(app, 'on', 250)).toMatchObject({ state: 'active' })
  expect(writes().length - before).toBe(calls)
})
