import { refreshService, registerApi } from '@grantdesk/shared/apis'
import { refreshConnection } from '@grantdesk/shared/connections'
import { switchGrant, switchGrants } from '@grantdesk/shared/grants'
import { addPerson, changePassword, changePerson, giveRole, signOut, takeRole } from '@grantdesk/shared/identity'
import { type Endpoint, isMutation } from '@grantdesk/shared/kernel/endpoint'
import { OPERATIONS } from '@grantdesk/shared/operations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contradictions } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { type PersonaId, startHouse, type TestHouse } from '../house.ts'
import { apiId, appId, NORTH, serviceId, spare } from '../small-world.ts'

/** One request of each kind that succeeds, and another one of the same kind. */
type Case = { e: Endpoint; who: PersonaId; asked: object; other: object; version?: number }

const service = (id: string) => ({ params: { service: serviceId(id) } })
const person = { name: 'Ada Root', email: 'ada@example.com', password: 'correct horse battery' }
const pair = { params: { api: apiId('api-main'), app: appId('app-1') } }
const apps = [{ app: appId('app-2'), version: 0 }]

const CASES: Case[] = [
  {
    e: refreshConnection,
    who: 'anna-keller',
    asked: { params: { connection: NORTH } },
    other: { params: { connection: 'x' } },
  },
  { e: refreshService, who: 'anna-keller', asked: service('s-main'), other: service('s-other') },
  {
    e: registerApi,
    who: 'li-wei',
    asked: { ...service(spare(0)), body: { apps: [appId('app-1')] } },
    other: { ...service(spare(0)), body: { apps: [appId('app-2')] } },
  },
  {
    e: switchGrant,
    who: 'li-wei',
    asked: { ...pair, body: { wanted: 'on' } },
    other: { ...pair, body: { wanted: 'off' } },
    version: 0,
  },
  {
    e: switchGrants,
    who: 'li-wei',
    asked: { params: pair.params, body: { wanted: 'on', apps } },
    other: { params: pair.params, body: { wanted: 'off', apps } },
  },
  { e: addPerson, who: 'sam-okafor', asked: { body: person }, other: { body: { ...person, name: 'Another' } } },
  {
    e: changePerson,
    who: 'sam-okafor',
    asked: { params: { person: 'zhao-min' }, body: { name: 'Zhao Min 敏' } },
    other: { params: { person: 'zhao-min' }, body: { name: 'Zhao' } },
    version: 0,
  },
  {
    e: giveRole,
    who: 'sam-okafor',
    asked: { params: { person: 'anna-keller' }, body: { role: 'owner', scope: { of: 'app', id: appId('app-5') } } },
    other: { params: { person: 'anna-keller' }, body: { role: 'owner', scope: { of: 'app', id: appId('app-6') } } },
    version: 0,
  },
  {
    e: takeRole,
    who: 'sam-okafor',
    asked: { params: { person: 'zhao-min', assignment: 'zhao-min-0' } },
    other: { params: { person: 'zhao-min', assignment: 'zhao-min-1' } },
    version: 0,
  },
]

/** These end or change the very session that asks. */
const BESIDE: readonly Endpoint[] = [signOut, changePassword]

let house: TestHouse
beforeAll(async () => {
  house = await startHouse()
})
afterAll(async () => {
  expect(await contradictions(house)).toEqual([])
  await house.close()
})

const call = (client: HttpClient, e: Endpoint, asked: object, options: { key: string; version?: number }) =>
  client.call(e, asked as never, options)

/** The version that a row has now, as a refusal tells it. */
async function versionFor(client: HttpClient, { e, asked, version }: Case): Promise<{ version?: number }> {
  if (version === undefined) return {}
  const stale = await call(client, e, asked, { key: 'to-learn-it', version: 999 })
  return { version: (stale.problem().current as { version: number }).version }
}

test('every change of a signed-in person is among the cases', () => {
  const changes = OPERATIONS.filter((e) => isMutation(e) && e.may !== 'anyone' && !BESIDE.includes(e))
  expect(CASES.map(({ e }) => e.id).toSorted()).toEqual(changes.map(({ id }) => id).toSorted())
})

test.each(CASES.map((one) => [one.e.id, one] as const))(
  '%s answers the same to the same request, and 422 to another one under its key',
  async (id, one) => {
    const client = await house.as(one.who)
    const version = await versionFor(client, one)
    const first = await call(client, one.e, one.asked, { key: 'k1', ...version })
    expect([id, first.code]).toEqual([id, 'ok'])
    const again = await call(client, one.e, one.asked, { key: 'k1', ...version })
    expect([again.status, again.text]).toEqual([first.status, first.text])
    const other = await call(client, one.e, one.other, { key: 'k1', ...version })
    expect([id, other.code]).toEqual([id, 'key-reused'])
  },
)

test('a refusal is repeated, too, even when the request would succeed by now', async () => {
  const wei = await house.as('li-wei')
  const asked = { params: { api: apiId('api-main'), app: appId('app-7') }, body: { wanted: 'on' as const } }
  const first = await wei.call(switchGrant, asked, { key: 'refused', version: 1 })
  expect(first.code).toBe('stale')
  ;(await wei.call(switchGrant, asked, { version: 0 })).ok()
  const again = await wei.call(switchGrant, asked, { key: 'refused', version: 1 })
  const { instance: _, ...problem } = again.problem()
  expect(first.problem()).toMatchObject(problem)
})

test('a key belongs to one person and one operation', async () => {
  const wei = await house.as('li-wei')
  const jie = await house.as('chen-jie')
  const asked = { params: { api: apiId('api-other'), app: appId('app-8') }, body: { wanted: 'on' as const } }
  expect((await wei.call(switchGrant, asked, { key: 'shared', version: 0 })).code).toBe('ok')
  expect((await jie.call(switchGrant, asked, { key: 'shared', version: 0 })).code).toBe('stale')
  expect((await wei.call(refreshService, service('s-other'), { key: 'shared' })).code).toBe('ok')
})

test('after a day a key is free again', async () => {
  const wei = await house.as('li-wei')
  const asked = { params: { api: apiId('api-main'), app: appId('app-9') }, body: { wanted: 'on' as const } }
  const first = (await wei.call(switchGrant, asked, { key: 'old', version: 0 })).ok()
  expect((await wei.call(switchGrant, asked, { key: 'old', version: 1 })).code).toBe('key-reused')
  house.clock.ahead(24 * 3_600_000 + 1_000)
  const later = await house.as('li-wei')
  const { version, change } = (await later.call(switchGrant, asked, { key: 'old', version: 1 })).ok()
  expect([version, change?.id]).toEqual([first.version, first.change?.id])
})
