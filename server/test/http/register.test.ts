import { showService } from '@grantdesk/shared/apis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FaultDraft } from '../../simulator/index.ts'
import { contradictions, eventsAbout } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { serviceId, spare } from '../small-world.ts'
import { register, registered, rowsOf, settledRows } from '../switching.ts'

let house: TestHouse
let wei: HttpClient
beforeAll(async () => {
  house = await startHouse()
  wei = await house.as('li-wei')
})
afterEach(async () => {
  house.cloud.clearFaults()
  house.cloud.turn({ reregister: 'refused' })
  expect(await contradictions(house)).toEqual([])
})
afterAll(() => house.close())

const OPERATION = 'CreateAndAuthAppAuthApi'
const apisOf = (service: string) => house.cloud.state({ service }).apis.map(({ id }) => id)
const rowOfService = async (service: string) =>
  (await wei.call(showService, { params: { service: serviceId(service) } })).ok()
const grantedFor = (api: string): string[] =>
  house.cloud
    .state({ api })
    .grants.map(({ app }) => app)
    .toSorted()

/** Registers and waits for the end; answers the cloud's id of the API. */
async function carried(service: string, apps: readonly string[], hurryMs = 0) {
  const asked = (await register(wei, service, { apps })).ok()
  const row = await registered({ house, hurryMs }, wei, service)
  return { asked, row, api: row.api?.cloudId ?? '' }
}

test('a service without an API gets one, and the apps are verified like any other switch', async () => {
  const { asked, row, api } = await carried(spare(0), ['app-1', 'app-2', 'app-frozen'])
  expect(asked).toMatchObject({ api: null, registration: { state: 'waiting', by: 'Li Wei' } })
  expect(asked.allowed.register).toBe('in-progress')
  expect(row).toMatchObject({ registration: null, allowed: { register: 'api-exists', switch: true } })
  expect(apisOf(spare(0))).toEqual([api])
  const rows = await settledRows({ house }, wei, { api, apps: ['app-1', 'app-2', 'app-frozen'] })
  expect(rows.map(({ state }) => state)).toEqual(['active', 'active', 'failed'])
  expect(rows[2]?.change?.cloud).toMatchObject({ status: 200, message: expect.stringContaining('frozen') as string })
  expect(grantedFor(api)).toEqual(['app-1', 'app-2'])
  expect((await rowOfService(spare(0))).api?.grants).toBe(2)
  const events = await eventsAbout(house, { service: serviceId(spare(0)) })
  expect(events.slice(0, 2)).toEqual(['api.register-intended', 'api.register-sent'])
  expect(events).toContain('api.register-settled')
})

test('what the answer of a registration says of its apps is not sent again', async () => {
  const { api } = await carried(spare(1), ['app-1'])
  await settledRows({ house }, wei, { api, apps: ['app-1'] })
  const writes = house.cloud
    .log()
    .requests.filter(({ method, path }) => method !== 'GET' && path.includes(`${spare(1)}/`))
  expect(writes.map(({ operation }) => operation)).toEqual([OPERATION])
})

test('an API that came into being meanwhile is taken, and its apps are switched', async () => {
  house.cloud.plant({ apis: [{ id: 'api-found', service: spare(2) }] })
  const { api } = await carried(spare(2), ['app-3'])
  expect([api, apisOf(spare(2))]).toEqual(['api-found', ['api-found']])
  const [row] = await settledRows({ house }, wei, { api, apps: ['app-3'] })
  expect(row?.state).toBe('active')
  const writes = house.cloud
    .log()
    .requests.filter(({ method, path }) => method !== 'GET' && path.includes(`${spare(2)}/`))
  expect(writes.map(({ operation }) => operation)).toEqual(['AuthorizeApiToApigApps'])
})

describe('an answer that is lost', () => {
  const LOST: [string, number, FaultDraft][] = [
    ['after the API came into being', 3, { kind: 'lost' }],
    ['before anything happened', 4, { kind: 'reset' }],
    ['and comes true later', 5, { kind: 'late', ms: 20_000 }],
    ['in the middle', 6, { kind: 'rubbish', body: 'truncated' }],
  ]
  test.each(LOST)('%s leads to one API all the same', async (_, n, fault) => {
    // Whoever asks again too early would get a second one.
    house.cloud.turn({ reregister: 'another' })
    house.cloud.provoke({ ...fault, operation: OPERATION })
    const { api } = await carried(spare(n), ['app-1', 'app-2'], 500)
    expect(apisOf(spare(n))).toEqual([api])
    const rows = await settledRows({ house, hurryMs: 200 }, wei, { api, apps: ['app-1', 'app-2'] })
    expect(rows.map(({ state }) => state)).toEqual(['active', 'active'])
  })
})

test('a registration that the cloud refuses has failed with its words, and can be tried again', async () => {
  house.cloud.provoke({
    kind: 'status',
    status: 400,
    code: 'ModelArts.3929',
    message: 'No more APIs.',
    operation: OPERATION,
  })
  const { row } = await carried(spare(7), ['app-1'])
  expect(row).toMatchObject({ api: null, allowed: { register: true }, registration: { state: 'failed' } })
  expect(row.registration?.cloud).toMatchObject({ status: 400, code: 'ModelArts.3929', message: 'No more APIs.' })
  const again = await carried(spare(7), ['app-1'])
  expect(again.row.registration).toBeNull()
  expect(apisOf(spare(7))).toHaveLength(1)
})

test('a registration of which nobody may read whether it is there fails in the end, and nothing was sent', async () => {
  house.cloud.provoke({ kind: 'status', status: 403, operation: 'GetAppAuthApisInfo', path: spare(8), times: null })
  const { row } = await carried(spare(8), ['app-1'], 2_000)
  expect(row.registration).toMatchObject({ state: 'failed', cloud: { status: 403 } })
  expect(apisOf(spare(8))).toEqual([])
})

describe('a click that is repeated', () => {
  test('with one key is one registration', async () => {
    const click = () => register(wei, spare(9), { apps: ['app-1'], key: 'once' })
    const answers = await Promise.all([click(), click()])
    expect(answers.map(({ code }) => code).filter((code) => code !== 'key-busy')).toContain('ok')
    await registered({ house }, wei, spare(9))
    const again = await click()
    expect([again.code, again.ok().registration?.state]).toEqual(['ok', 'waiting'])
    expect(apisOf(spare(9))).toHaveLength(1)
  })

  test('with two keys is refused while the first is under way, and after it', async () => {
    const clicks = await Promise.all([
      register(wei, spare(10), { apps: ['app-1'] }),
      register(wei, spare(10), { apps: ['app-2'] }),
    ])
    expect(clicks.map(({ code }) => code).toSorted()).toEqual(['not-possible', 'ok'])
    await registered({ house }, wei, spare(10))
    expect((await register(wei, spare(10), { apps: ['app-2'] })).problem()).toMatchObject({
      code: 'api-exists',
      reason: 'api-exists',
    })
    expect(apisOf(spare(10))).toHaveLength(1)
  })
})

test.each([
  ['an app of his own', 'own-app', ['app-1', 'app-own']],
  ['an app of another creator', 'not-possible', ['app-lab']],
  ['an app that nobody knows', 'not-found', ['app-nowhere']],
])('nobody registers for %s', async (_, code, apps) => {
  expect((await register(wei, spare(11), { apps })).code).toBe(code)
  const row = await rowOfService(spare(11))
  expect(row).toMatchObject({ api: null, registration: null })
  expect(house.cloud.log().requests.filter(({ path, method }) => method !== 'GET' && path.includes(spare(11)))).toEqual(
    [],
  )
})

test('a registration of a service that was deleted meanwhile has failed', async () => {
  house.cloud.outside({ act: 'delete-service', service: 's-bare' })
  const { row } = await carried('s-bare', ['app-1'])
  expect(row.registration).toMatchObject({ state: 'failed', cloud: { status: 404 } })
})

test('the rows of a registered API are the same for everybody', async () => {
  const jie = await house.as('chen-jie')
  const row = await rowOfService(spare(0))
  const [one] = await rowsOf(jie, row.api?.cloudId ?? '', ['app-1'])
  expect(one).toMatchObject({ state: 'active', allowed: { on: 'not-reviewer', off: 'not-reviewer' } })
})
