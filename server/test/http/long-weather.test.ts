import type { Wanted } from '@grantdesk/shared/grants'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FaultDraft } from '../../simulator/index.ts'
import { contradictions, eventsAbout } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId } from '../small-world.ts'
import { flip, flipAll, rowOf, settledRow, settledRows, until } from '../switching.ts'

let house: TestHouse
let wei: HttpClient
beforeAll(async () => {
  house = await startHouse()
  wei = await house.as('li-wei')
})
afterEach(async () => {
  house.cloud.clearFaults()
  house.cloud.turn({ readLagMs: 0, repeat: 'success', grantedAppsVisible: 'all' })
  expect(await contradictions(house)).toEqual([])
})
afterAll(() => house.close())

const GRANT = 'AuthorizeApiToApigApps'
const REVOKE = 'DeleteApiAppAuth'
const API = 'api-main'
const on = (app: string) => flip(wei, { api: API, app, wanted: 'on' })
const off = (app: string) => flip(wei, { api: API, app, wanted: 'off' })
const settled = (app: string, hurryMs = 0) => settledRow({ house, hurryMs }, wei, { api: API, app })
const callsFor = (app: string) =>
  house.cloud.log().requests.filter(({ method, body }) => method !== 'GET' && body.includes(`"${app}"`))
const changesOf = (app: string) =>
  house.cloud
    .log()
    .transitions.filter(({ appId, apiId }) => appId === app && apiId === API)
    .map(({ kind }) => kind)

/** Waits, without moving the clock, until the row tells this state. */
const shown = (app: string, state: string, api = API) =>
  until({ house, hurryMs: 0, line: apiId(api) }, async () => {
    const row = await rowOf(wei, api, app)
    return row.state === state ? row : undefined
  })

describe('a cloud that asks to wait', () => {
  test('is asked again after the time that it named, and the switch goes on', async () => {
    house.cloud.provoke({ kind: 'status', status: 429, retryAfter: '1', operation: GRANT })
    await on('app-1')
    expect(await settled('app-1')).toMatchObject({ state: 'active', change: { cloud: null } })
    const [first, second] = callsFor('app-1')
    expect((second?.at ?? 0) - (first?.answeredAt ?? 0)).toBeGreaterThanOrEqual(1_000)
    expect(changesOf('app-1')).toEqual(['grant'])
  })

  test('for ever makes the switch fail in the end, with its words', async () => {
    house.cloud.provoke({ kind: 'status', status: 429, operation: GRANT, times: null })
    await on('app-2')
    const row = await settled('app-2', 2_000)
    expect(row).toMatchObject({ state: 'failed', change: { cloud: { status: 429, code: 'ModelArts.2799' } } })
    house.cloud.clearFaults()
    await on('app-2')
    expect(await settled('app-2')).toMatchObject({ state: 'active' })
  })
})

const BROKEN: [string, FaultDraft, { status: number | null }][] = [
  ['answers 500', { kind: 'status', status: 500 }, { status: 500 }],
  ['hangs', { kind: 'hang' }, { status: null }],
  ['resets', { kind: 'reset' }, { status: null }],
]

test.each(BROKEN)(
  'a cloud that %s for ever is asked three times, and then the switch has failed',
  async (says, fault, cloud) => {
    const app = `app-${3 + BROKEN.findIndex(([name]) => name === says)}`
    house.cloud.provoke({ ...fault, operation: GRANT, times: null })
    await on(app)
    expect(await settled(app, 2_000)).toMatchObject({ state: 'failed', actual: 'off', change: { cloud } })
    expect(callsFor(app)).toHaveLength(3)
    expect(changesOf(app)).toEqual([])
  },
)

describe('a switch whose readings fail', () => {
  test.each<[string, string, FaultDraft]>([
    ['answer 500', 'app-1', { kind: 'status', status: 500 }],
    ['are rubbish', 'app-2', { kind: 'rubbish', body: 'text' }],
    ['are forbidden', 'app-3', { kind: 'status', status: 403 }],
  ])('because they %s is not called active, but is when they come back', async (_, app, fault) => {
    house.cloud.provoke({ ...fault, operation: 'ShowApiAuthInfos', times: null })
    await flip(wei, { api: 'api-other', app, wanted: 'on' })
    const row = await shown(app, 'unverified', 'api-other')
    expect(row).toMatchObject({ wanted: 'on', change: { state: 'unknown' } })
    house.cloud.clearFaults()
    const back = await settledRow({ house, hurryMs: 200 }, wei, { api: 'api-other', app })
    expect(back).toMatchObject({ state: 'active' })
    expect(callsFor(app).filter(({ path }) => path.includes('api-other'))).toHaveLength(1)
  })
})

test('a switch is read back through another identity when the cloud does not let the writer in', async () => {
  house.cloud.provoke({ kind: 'status', status: 403, accessKey: 'AKTEAM', operation: 'ShowApiAuthInfos', times: null })
  await flip(wei, { api: 'api-other', app: 'app-4', wanted: 'on' })
  expect(await settledRow({ house }, wei, { api: 'api-other', app: 'app-4' })).toMatchObject({ state: 'active' })
})

describe('readings that lag behind writes', () => {
  test('do not make a switch fail, nor be sent again', async () => {
    house.cloud.turn({ readLagMs: 8_000 })
    await on('app-7')
    const row = await shown('app-7', 'unverified')
    expect(row).toMatchObject({ actual: 'off', change: { state: 'unknown' } })
    expect(await settled('app-7', 300)).toMatchObject({ state: 'active' })
    expect(callsFor('app-7')).toHaveLength(1)
  })

  test('for more than a minute make it fail: a yes that nothing shows is no access', async () => {
    house.cloud.turn({ readLagMs: 200_000 })
    await on('app-8')
    const row = await settled('app-8', 2_000)
    expect(row).toMatchObject({ state: 'failed', actual: 'off' })
    expect(row.change?.cloud?.message).toContain('said yes')
    house.cloud.turn({ readLagMs: 0 })
    await off('app-8')
    expect(await settled('app-8')).toMatchObject({ state: 'none' })
  })
})

describe('a wish that is overtaken while its call is lost', () => {
  const lost = async (app: string, ms: number) => {
    house.cloud.provoke({ kind: 'late', ms, operation: GRANT })
    await on(app)
    await shown(app, 'unverified')
    await off(app)
    return settled(app, 1_000)
  }

  test.each([
    ['a moment', 'app-9', 3_000],
    ['half a minute', 'app-10', 30_000],
  ])('does not come true behind the back of the later one, even after %s', async (_, app, ms) => {
    expect(await lost(app, ms)).toMatchObject({ state: 'none', wanted: 'off', actual: 'off' })
    house.clock.ahead(120_000)
    expect(house.cloud.state({ app }).grants).toEqual([])
    const states = await house.database.query(
      "select state, cloud->>'message' as message from intent where app in (select id from app where cloud_id = $1) order by number",
      [app],
    )
    expect(states.rows).toMatchObject([{ state: 'failed' }, { state: 'done' }])
  })
})

test('what was refused because it is there already is as wanted', async () => {
  house.cloud.turn({ repeat: 'refused' })
  house.cloud.outside({ act: 'grant', api: API, app: 'app-11' })
  await on('app-11')
  expect(await settled('app-11')).toMatchObject({ state: 'active' })
  house.cloud.outside({ act: 'revoke', api: API, app: 'app-11' })
  await off('app-11')
  expect(await settled('app-11')).toMatchObject({ state: 'none' })
})

test('an app that the list of the API hides is not called off while the service names it', async () => {
  house.cloud.turn({ grantedAppsVisible: 'own' })
  house.cloud.outside({ act: 'grant', api: API, app: 'app-lab' })
  house.cloud.provoke({ kind: 'status', status: 500, operation: REVOKE, times: 2 })
  await off('app-lab')
  const row = await shown('app-lab', 'unverified')
  expect(row).toMatchObject({ wanted: 'off', actual: 'on' })
  expect(await settled('app-lab', 300)).toMatchObject({ state: 'none', actual: 'off' })
  expect(house.cloud.state({ app: 'app-lab', api: API }).grants).toEqual([])
})

test('one app that fails holds up no other of its API', async () => {
  house.cloud.provoke({ kind: 'app-failure', appId: 'app-12', operation: GRANT })
  await flipAll(wei, { api: API, wanted: 'on' }, ['app-12', 'app-13'])
  const rows = await settledRows({ house }, wei, { api: API, apps: ['app-12', 'app-13'] })
  expect(rows.map(({ state }) => state)).toEqual(['failed', 'active'])
})

test('a call that may have come through is on record as unverified', async () => {
  house.cloud.provoke({ kind: 'lost', operation: GRANT })
  await on('app-14')
  await settled('app-14')
  expect(await eventsAbout(house, { api: apiId(API) })).toContain('grant.unverified')
})

test.each<[Wanted, string]>([
  ['on', 'app-15'],
  ['off', 'app-0'],
])('a switch %s of an app that was deleted meanwhile in the cloud tells so', async (wanted, app) => {
  const before = await rowOf(wei, API, app)
  house.cloud.outside({ act: 'delete-app', app })
  await flip(wei, { api: API, app, wanted }, { version: before.version })
  const row = await settled(app)
  expect(row).toMatchObject({ wanted, actual: 'off', state: wanted === 'on' ? 'failed' : 'none' })
})
