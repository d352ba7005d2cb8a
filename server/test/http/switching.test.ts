import { showSession } from '@grantdesk/shared/identity'
import { listApis } from '@grantdesk/shared/apis'
import type { Grant } from '@grantdesk/shared/grants'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { contradictions, eventsAbout } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, appId } from '../small-world.ts'
import { flip, flipAll, rowOf, settledRow, settledRows } from '../switching.ts'

let house: TestHouse
let wei: HttpClient
let jie: HttpClient
beforeAll(async () => {
  house = await startHouse()
  wei = await house.as('li-wei')
  jie = await house.as('chen-jie')
})
afterEach(async () => {
  expect(await contradictions(house)).toEqual([])
})
afterAll(() => house.close())

const settled = (app: string, api = 'api-main') => settledRow({ house }, wei, { api, app })
const granted = (api: string): string[] => house.cloud.state({ api }).grants.map(({ app }) => app)
const changesOf = (app: string, api = 'api-main') =>
  house.cloud.log().transitions.filter((one) => one.appId === app && one.apiId === api)

test('the house under test is open, read and signed in to', async () => {
  expect((await wei.call(showSession, {})).ok().person?.name).toBe('Li Wei')
  expect((await wei.call(listApis, { query: { limit: 200 } })).ok().total).toBe(18)
})

test('a switch is on its way at once, and active once it was read back', async () => {
  const issuing = (await flip(wei, { api: 'api-main', app: 'app-1', wanted: 'on' })).ok()
  expect(issuing).toMatchObject({ state: 'issuing', wanted: 'on', version: 1, change: { by: 'Li Wei' } })
  const active = await settled('app-1')
  expect(active).toMatchObject({ state: 'active', actual: 'on', change: { state: 'done', cloud: null } })
  expect(Date.parse(active.verifiedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(issuing.change?.at ?? ''))
  expect(granted('api-main')).toContain('app-1')
})

test('a switch leaves its whole story in the audit log', async () => {
  await flip(wei, { api: 'api-main', app: 'app-2', wanted: 'on' })
  const { change } = await settled('app-2')
  expect(await eventsAbout(house, { intent: change?.id ?? '' })).toEqual(['grant.intended', 'grant.settled'])
  expect(await eventsAbout(house, { api: apiId('api-main') })).toContain('grant.sent')
})

test("the cloud's own id of an authorization is kept, and goes with it", async () => {
  const authId = async () =>
    (await house.database.query('select auth_id from access_grant where app = $1', [appId('app-3')])).rows[0]?.[
      'auth_id'
    ]
  await flip(wei, { api: 'api-main', app: 'app-3', wanted: 'on' })
  await settled('app-3')
  const [known] = house.cloud.state({ app: 'app-3' }).grants
  expect(await authId()).toBe(known?.authId)
  await flip(wei, { api: 'api-main', app: 'app-3', wanted: 'off' })
  expect(await settled('app-3')).toMatchObject({ state: 'none', actual: 'off' })
  expect(await authId()).toBeNull()
})

test('what the cloud has already is confirmed, not made twice', async () => {
  await flip(wei, { api: 'api-main', app: 'app-0', wanted: 'on' })
  expect(await settled('app-0')).toMatchObject({ state: 'active' })
  expect(changesOf('app-0')).toEqual([])
})

test('three apps are switched on, one of them is refused by the cloud inside its yes', async () => {
  const apps = ['app-4', 'app-5', 'app-frozen']
  const { rows } = (await flipAll(wei, { api: 'api-main', wanted: 'on' }, apps)).ok()
  expect(rows.map(({ refused, grant }) => [refused, grant?.state])).toEqual(apps.map(() => [null, 'issuing']))
  const [one, two, frozen] = await settledRows({ house }, wei, { api: 'api-main', apps })
  expect([one?.state, two?.state, frozen?.state]).toEqual(['active', 'active', 'failed'])
  expect(frozen).toMatchObject({ wanted: 'on', actual: 'off', change: { state: 'failed', cloud: { status: 200 } } })
  expect(frozen?.change?.cloud?.message).toContain('The app is frozen.')
  expect(granted('api-main')).toEqual(expect.arrayContaining(['app-4', 'app-5']))
  expect(granted('api-main')).not.toContain('app-frozen')
  const writes = house.cloud.log().requests.filter(({ body }) => body.includes('app-frozen'))
  expect(writes).toHaveLength(1)
})

test('only the last of several quick wishes counts', async () => {
  const first = (await flip(wei, { api: 'api-main', app: 'app-6', wanted: 'on' })).ok()
  const second = (await flip(wei, { api: 'api-main', app: 'app-6', wanted: 'off' }, { version: first.version })).ok()
  const third = (await flip(wei, { api: 'api-main', app: 'app-6', wanted: 'on' }, { version: second.version })).ok()
  expect(await settled('app-6')).toMatchObject({
    state: 'active',
    version: third.version,
    change: { id: third.change?.id },
  })
  const lasts = changesOf('app-6').at(-1)
  expect(lasts?.kind).toBe('grant')
})

describe('two people at once', () => {
  const pickFrom = (grant: Grant | undefined) => ({
    version: grant?.version,
    wanted: grant?.wanted,
    change: expect.objectContaining({ id: grant?.change?.id }) as object,
  })
  const both = async (app: string, wishes: ['on' | 'off', 'on' | 'off']) => {
    const { version } = await rowOf(wei, 'api-other', app)
    return Promise.all([
      flip(wei, { api: 'api-other', app, wanted: wishes[0] }, { version }),
      flip(jie, { api: 'api-other', app, wanted: wishes[1] }, { version }),
    ])
  }

  test.each([
    ['the same', 'app-1', ['on', 'on']],
    ['the opposite', 'app-2', ['on', 'off']],
  ] as const)('who wants %s: one is heard, the other is told the difference', async (_, app, wishes) => {
    const answers = await both(app, [...wishes])
    expect(answers.map(({ code }) => code).toSorted()).toEqual(['ok', 'stale'])
    const [heard] = answers.flatMap((answer) => (answer.code === 'ok' ? [answer.ok()] : []))
    const [stale] = answers.flatMap((answer) => (answer.code === 'stale' ? [answer.problem()] : []))
    expect(stale).toMatchObject({ status: 412, current: pickFrom(heard) })
    expect(await settled(app, 'api-other')).toMatchObject({ ...pickFrom(heard), actual: heard?.wanted })
    expect(changesOf(app, 'api-other').map(({ kind }) => kind)).toEqual(heard?.wanted === 'on' ? ['grant'] : [])
  })

  test('who switch different apps of one API: nothing is lost, nothing happens twice', async () => {
    const mine = Array.from({ length: 5 }, (_, n) => `app-${n + 3}`)
    const hers = Array.from({ length: 5 }, (_, n) => `app-${n + 8}`)
    const answers = await Promise.all([
      ...mine.map((app) => flip(wei, { api: 'api-other', app, wanted: 'on' })),
      ...hers.map((app) => flip(jie, { api: 'api-other', app, wanted: 'on' })),
    ])
    expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 'ok'))
    const rows = await settledRows({ house }, wei, { api: 'api-other', apps: [...mine, ...hers] })
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'active'))
    expect(rows.map(({ change }) => change?.by)).toEqual([...mine.map(() => 'Li Wei'), ...hers.map(() => 'Chen Jie')])
    expect(granted('api-other')).toEqual(expect.arrayContaining([...mine, ...hers]))
  })
})

describe('a double click', () => {
  test('with one key is one switch, and both are told the same', async () => {
    const { version } = await rowOf(wei, 'api-main', 'app-7')
    const click = () => flip(wei, { api: 'api-main', app: 'app-7', wanted: 'on' }, { version, key: 'one-click' })
    const [first, second] = await Promise.all([click(), click()])
    expect(['ok', 'key-busy']).toContain(second?.code)
    expect(first?.code).toBe('ok')
    await settled('app-7')
    const again = await click()
    expect(again.text).toBe(first?.text)
    expect(changesOf('app-7')).toHaveLength(1)
    expect((await rowOf(wei, 'api-main', 'app-7')).version).toBe(version + 1)
  })

  test('with two keys is one switch, and the second is stale', async () => {
    const { version } = await rowOf(wei, 'api-main', 'app-8')
    const click = () => flip(wei, { api: 'api-main', app: 'app-8', wanted: 'on' }, { version })
    const answers = await Promise.all([click(), click()])
    expect(answers.map(({ code }) => code).toSorted()).toEqual(['ok', 'stale'])
    await settled('app-8')
    expect(changesOf('app-8')).toHaveLength(1)
  })

  test('after the row was read again wishes nothing new', async () => {
    const first = (await flip(wei, { api: 'api-main', app: 'app-9', wanted: 'on' })).ok()
    const second = (await flip(wei, { api: 'api-main', app: 'app-9', wanted: 'on' }, { version: first.version })).ok()
    expect(second.change?.id).toBe(first.change?.id)
    const active = await settled('app-9')
    const third = (await flip(wei, { api: 'api-main', app: 'app-9', wanted: 'on' })).ok()
    expect(third).toMatchObject({ version: active.version, change: { id: first.change?.id } })
    expect(changesOf('app-9')).toHaveLength(1)
  })
})
