import { refreshConnection, listConnections } from '@grantdesk/shared/connections'
import { refreshService } from '@grantdesk/shared/apis'
import { listAccess, switchGrant } from '@grantdesk/shared/grants'
import type { Problem } from '@grantdesk/shared/kernel/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contradictions } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { type PersonaId, startHouse, type TestHouse } from '../house.ts'
import { apiId, NORTH, READER_ONLY, serviceId, smallConnection } from '../small-world.ts'
import { flip, rowOf, settledRow, until } from '../switching.ts'

const writesOf = (house: TestHouse) => house.cloud.log().requests.filter(({ method }) => method !== 'GET')

describe('a switch that is not allowed', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await startHouse()
  })
  afterAll(async () => {
    expect(await contradictions(house)).toEqual([])
    expect(writesOf(house)).toEqual([])
    await house.close()
  })

  test.each([
    ['for an app of his own', 'li-wei', 'api-main', 'app-own', 'own-app', 'own-app'],
    ['for an app of another creator', 'li-wei', 'api-main', 'app-lab', 'not-possible', 'creator-differs'],
    ['of an API that knows its callers otherwise', 'li-wei', 'api-iam', 'app-1', 'not-possible', 'auth-type'],
    ['of a service that no identity may change', 'li-wei', 'api-lab', 'app-lab', 'not-possible', 'no-identity'],
    ['of an API that is not his to review', 'chen-jie', 'api-main', 'app-1', 'not-allowed', 'not-reviewer'],
  ] as const)('%s is refused with its reason, and nothing is sent', async (_, who, api, app, code, reason) => {
    const client = await house.as(who)
    expect((await rowOf(client, api, app)).allowed.on).toBe(reason)
    expect((await flip(client, { api, app, wanted: 'on' })).problem()).toMatchObject({ code, reason })
    expect(await rowOf(client, api, app)).toMatchObject({ change: null, version: 0 })
  })

  const everything = async (client: HttpClient, api: string) =>
    (await client.call(listAccess, { params: { api: apiId(api) }, query: { limit: 200 } })).ok().rows

  test.each<PersonaId>(['li-wei', 'chen-jie', 'zhao-min', 'anna-keller', 'sam-okafor'])(
    'is announced to %s beside every app of every API',
    async (who) => {
      const client = await house.as(who)
      for (const api of ['api-main', 'api-other', 'api-silent', 'api-lab']) {
        for (const { grant } of await everything(client, api)) {
          for (const wanted of ['on', 'off'] as const) {
            // A version that no row has: what is allowed fails by it, and changes nothing.
            const asked = { params: { api: grant.api, app: grant.app }, body: { wanted } }
            const { json } = await client.call(switchGrant, asked, { version: 999 })
            const { code, reason } = json as Problem
            const said = code === 'stale' ? true : (reason ?? 'not-reviewer')
            expect([api, grant.app, wanted, said]).toEqual([api, grant.app, wanted, grant.allowed[wanted]])
          }
        }
      }
    },
  )
})

test('where nobody has the duty to grant, nobody switches', async () => {
  const house = await startHouse({ connections: [smallConnection({ identities: READER_ONLY })] })
  const wei = await house.as('li-wei')
  const row = await rowOf(wei, 'api-main', 'app-0')
  expect(row.allowed).toEqual({ on: 'no-identity', off: 'no-identity' })
  for (const wanted of ['on', 'off'] as const) {
    const refused = (await flip(wei, { api: 'api-main', app: 'app-0', wanted })).problem()
    expect(refused).toMatchObject({ code: 'not-possible', reason: 'no-identity' })
  }
  expect(writesOf(house)).toEqual([])
  await house.close()
})

describe('what the cloud has lost', () => {
  let house: TestHouse
  let wei: HttpClient
  beforeAll(async () => {
    house = await startHouse()
    wei = await house.as('li-wei')
  })
  afterAll(async () => {
    expect(await contradictions(house)).toEqual([])
    await house.close()
  })

  const readAgain = async () => {
    const since = house.clock.now().toISOString()
    ;(await wei.call(refreshConnection, { params: { connection: NORTH } })).ok()
    await until({ house, hurryMs: 0, line: 'reading' }, async () => {
      const { rows } = (await wei.call(listConnections, {})).ok()
      return rows[0]?.freshness.state === 'fresh' && (rows[0].freshness.readAt ?? '') > since ? rows : undefined
    })
  }

  test('as an app is not given access any more, but can be taken off', async () => {
    await flip(wei, { api: 'api-main', app: 'app-3', wanted: 'on' })
    await settledRow({ house }, wei, { api: 'api-main', app: 'app-3' })
    house.cloud.outside({ act: 'delete-app', app: 'app-3' })
    // A reading that contradicts what was verified a moment ago proves nothing.
    house.clock.ahead(60_000)
    await readAgain()
    const row = await rowOf(wei, 'api-main', 'app-3')
    expect(row).toMatchObject({ state: 'outside', wanted: 'on', actual: 'off', allowed: { on: 'app-gone', off: true } })
    const refused = (await flip(wei, { api: 'api-main', app: 'app-3', wanted: 'on' })).problem()
    expect(refused).toMatchObject({ code: 'not-possible', reason: 'app-gone' })
    ;(await flip(wei, { api: 'api-main', app: 'app-3', wanted: 'off' })).ok()
    expect(await settledRow({ house }, wei, { api: 'api-main', app: 'app-3' })).toMatchObject({ state: 'none' })
  })

  test('as an API between the list and the switch makes it fail with what the cloud says', async () => {
    house.cloud.outside({ act: 'delete-api', api: 'api-other' })
    ;(await flip(wei, { api: 'api-other', app: 'app-4', wanted: 'on' })).ok()
    const row = await settledRow({ house }, wei, { api: 'api-other', app: 'app-4' })
    expect(row).toMatchObject({ state: 'failed', change: { cloud: { status: 404 } } })
    ;(await wei.call(refreshService, { params: { service: serviceId('s-other') } })).ok()
    const refused = (await flip(wei, { api: 'api-other', app: 'app-4', wanted: 'on' })).problem()
    expect(refused).toMatchObject({ code: 'not-possible', reason: 'api-gone' })
  })

  test('as a service is told as gone', async () => {
    house.cloud.outside({ act: 'delete-service', service: 's-silent' })
    ;(await wei.call(refreshService, { params: { service: serviceId('s-silent') } })).ok()
    const refused = (await flip(wei, { api: 'api-silent', app: 'app-4', wanted: 'on' })).problem()
    expect(refused).toMatchObject({ code: 'not-possible', reason: 'service-gone' })
  })
})

test('an API whose authentication the cloud does not tell is left to the cloud', async () => {
  const house = await startHouse()
  const wei = await house.as('li-wei')
  ;(await flip(wei, { api: 'api-silent', app: 'app-1', wanted: 'on' })).ok()
  expect(await settledRow({ house }, wei, { api: 'api-silent', app: 'app-1' })).toMatchObject({ state: 'active' })
  await house.close()
})
