import { listApis, refreshService, showApi, showService } from '@grantdesk/shared/apis'
import { listApps, showApp } from '@grantdesk/shared/apps'
import { listConnections, refreshConnection } from '@grantdesk/shared/connections'
import { countInventory } from '@grantdesk/shared/inventory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, appId, NORTH, serviceId } from '../small-world.ts'

let house: TestHouse
let wei: HttpClient
let jie: HttpClient
beforeAll(async () => {
  house = await startHouse()
  wei = await house.as('li-wei')
  jie = await house.as('chen-jie')
})
afterAll(() => house.close())

const api = (id: string) => ({ params: { api: apiId(id) } })
const service = (id: string) => ({ params: { service: serviceId(id) } })
const app = (id: string) => ({ params: { app: appId(id) } })
const connection = (id: string) => ({ params: { connection: id } })

/** Every operation of the inventory, asked as it should be. */
const OPERATIONS = [
  ['listConnections', (client: HttpClient) => client.call(listConnections, {})],
  ['refreshConnection', (client: HttpClient) => client.call(refreshConnection, connection(NORTH))],
  ['listApis', (client: HttpClient) => client.call(listApis, { query: {} })],
  ['showApi', (client: HttpClient) => client.call(showApi, api('api-main'))],
  ['showService', (client: HttpClient) => client.call(showService, service('s-bare'))],
  ['refreshService', (client: HttpClient) => client.call(refreshService, service('s-main'))],
  ['listApps', (client: HttpClient) => client.call(listApps, { query: {} })],
  ['showApp', (client: HttpClient) => client.call(showApp, app('app-0'))],
  ['countInventory', (client: HttpClient) => client.call(countInventory, {})],
] as const

describe('every operation of the inventory', () => {
  test.each(OPERATIONS)('%s is for whoever is signed in', async (_, ask) => {
    expect((await ask(jie)).code).toBe('ok')
    expect((await ask(house.visitor())).code).toBe('not-signed-in')
  })

  test.each([
    ['showApi', (client: HttpClient) => client.call(showApi, api('api-nowhere'))],
    ['showService', (client: HttpClient) => client.call(showService, service('s-nowhere'))],
    ['refreshService', (client: HttpClient) => client.call(refreshService, service('s-nowhere'))],
    ['showApp', (client: HttpClient) => client.call(showApp, app('app-nowhere'))],
    ['refreshConnection', (client: HttpClient) => client.call(refreshConnection, connection('nowhere'))],
  ])('%s does not know what is not there', async (_, ask) => {
    expect((await ask(wei)).code).toBe('not-found')
  })

  test.each([
    '/api/v1/apis?sort=owner',
    '/api/v1/apis?order=up',
    '/api/v1/apis?limit=0',
    '/api/v1/apis?limit=201',
    '/api/v1/apis?limit=many',
    '/api/v1/apis?page=2',
    '/api/v1/apis?sort=name&sort=service',
    '/api/v1/apis?cursor=nothing',
    `/api/v1/apis?cursor=${'x'.repeat(2_001)}`,
    `/api/v1/apis?search=${'x'.repeat(10_000)}`,
    '/api/v1/apis?search=',
    '/api/v1/apis?search=a%00b',
    '/api/v1/apis?search=a%E2%80%AEb',
    '/api/v1/apis?state=sleeping',
    '/api/v1/apis?auth=password',
    '/api/v1/apis?grants=perhaps',
    '/api/v1/apis?connection=../north',
    '/api/v1/apis/..%2Fnorth',
    '/api/v1/services/%00',
    '/api/v1/apps?sort=service',
    '/api/v1/apps?mine=yes',
    `/api/v1/apps?type=${'x'.repeat(65)}`,
    '/api/v1/apps?cursor=W10',
    `/api/v1/apps/${'x'.repeat(65)}`,
    '/api/v1/connections?all=true',
    '/api/v1/inventory/counts?of=apis',
  ])('refuses %s', async (path) => {
    const heard = await wei.raw('GET', path)
    expect([heard.status, (heard.json as { code: string }).code]).toEqual([400, 'bad-input'])
    expect((heard.json as { issues: unknown[] }).issues.length).toBeGreaterThan(0)
  })

  test.each([
    ['refreshService', (options: object) => wei.call(refreshService, service('s-main'), options)],
    ['refreshConnection', (options: object) => wei.call(refreshConnection, connection(NORTH), options)],
  ])('%s asks for a key', async (_, ask) => {
    expect((await ask({ key: null })).code).toBe('key-missing')
  })
})

describe('the lists', () => {
  test('show services with and without an API together, and filter them', async () => {
    const whole = (await wei.call(listApis, { query: { limit: 200 } })).ok()
    expect(whole.rows.length).toBe(whole.total)
    const bare = (await wei.call(listApis, { query: { registered: 'false', limit: 200 } })).ok()
    expect(bare.rows.map((row) => row.service.cloudId)).toContain('s-bare')
    const granted = (await wei.call(listApis, { query: { grants: 'true' } })).ok()
    expect(new Set(granted.rows.map((row) => row.api?.cloudId))).toEqual(new Set(['api-lab', 'api-main']))
    const iam = (await wei.call(listApis, { query: { auth: ['iam', 'unknown'] } })).ok()
    expect(new Set(iam.rows.map((row) => row.api?.cloudId))).toEqual(new Set(['api-iam', 'api-silent']))
  })

  test('go on where they ended', async () => {
    const whole = (await wei.call(listApps, { query: { limit: 200, sort: 'created' } })).ok()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = (
        await wei.call(listApps, { query: { limit: 7, sort: 'created', ...(cursor ? { cursor } : {}) } })
      ).ok()
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(whole.rows.map(({ id }) => id))
  })

  test('tell what each may do', async () => {
    const allowed = async (client: HttpClient, id: string) => (await client.call(showApi, api(id))).ok().allowed
    expect(await allowed(wei, 'api-main')).toEqual({ register: 'api-exists', switch: true })
    expect(await allowed(jie, 'api-main')).toEqual({ register: 'not-reviewer', switch: 'not-reviewer' })
    expect(await allowed(jie, 'api-other')).toEqual({ register: 'api-exists', switch: true })
    expect(await allowed(wei, 'api-iam')).toEqual({ register: 'api-exists', switch: 'auth-type' })
    expect(await allowed(wei, 'api-silent')).toEqual({ register: 'api-exists', switch: true })
    expect((await wei.call(showService, service('s-bare'))).ok().allowed.register).toBe(true)
  })

  test('show a person his own apps', async () => {
    const mine = (await wei.call(listApps, { query: { mine: 'true' } })).ok()
    expect(mine.rows.map(({ cloudId, owners }) => [cloudId, owners])).toEqual([['app-own', ['Li Wei']]])
  })

  test('are counted for the navigation as they are listed', async () => {
    const counts = (await wei.call(countInventory, {})).ok()
    const apis = (await wei.call(listApis, { query: { registered: 'true', limit: 1 } })).ok()
    const apps = (await wei.call(listApps, { query: { limit: 1 } })).ok()
    expect(counts).toEqual({ apis: apis.total, apps: apps.total })
    const [north] = (await wei.call(listConnections, {})).ok().rows
    expect(north?.counts).toMatchObject({ apis: apis.total, apps: apps.total })
  })
})

describe('what changes in the cloud', () => {
  test('is seen after a refresh of the row, at once', async () => {
    house.cloud.outside({ act: 'grant', api: 'api-other', app: 'app-4' })
    const row = (await jie.call(refreshService, service('s-other'))).ok()
    expect(row.api).toMatchObject({ cloudId: 'api-other', grants: 1 })
    expect((await wei.call(showApp, app('app-4'))).ok().grants).toBe(1)
  })

  test('is seen after a refresh of all', async () => {
    const before = (await wei.call(countInventory, {})).ok()
    house.cloud.outside({ act: 'delete-app', app: 'app-15' })
    house.clock.ahead(1_000)
    const asked = (await jie.call(refreshConnection, connection(NORTH))).ok()
    expect(asked.freshness.state).toBe('reading')
    const state = async () => (await wei.call(listConnections, {})).ok().rows[0]?.freshness.state
    await expect.poll(state, { timeout: 20_000, interval: 30 }).toBe('fresh')
    expect((await wei.call(countInventory, {})).ok().apps).toBe(before.apps - 1)
    expect((await wei.call(showApp, app('app-15'))).ok().goneAt).not.toBeNull()
  })

  test('is not seen while the cloud refuses, which is told in its own words', async () => {
    house.cloud.provoke({
      kind: 'status',
      operation: 'ShowService',
      status: 403,
      code: 'ModelArts.0108',
      message: '无权限',
      times: null,
    })
    const problem = (await wei.call(refreshService, service('s-main'))).problem()
    expect(problem).toMatchObject({
      code: 'cloud-refused',
      reason: 'forbidden',
      cloud: { status: 403, code: 'ModelArts.0108', message: '无权限' },
    })
    house.cloud.clearFaults()
    house.cloud.provoke({ kind: 'rubbish', operation: 'GetAppAuthApisInfo', body: 'schema', times: null })
    expect((await wei.call(refreshService, service('s-main'))).code).toBe('cloud-rubbish')
    house.cloud.clearFaults()
    expect((await wei.call(refreshService, service('s-main'))).code).toBe('ok')
  })
})
