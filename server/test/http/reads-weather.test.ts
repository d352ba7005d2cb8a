import { listApis, refreshService, showApi } from '@grantdesk/shared/apis'
import { listConnections, refreshConnection } from '@grantdesk/shared/connections'
import { listAccess, listGrants } from '@grantdesk/shared/grants'
import type { Code } from '@grantdesk/shared/kernel/problem'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FaultDraft } from '../../simulator/index.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, appId, NORTH, serviceId } from '../small-world.ts'
import { until } from '../switching.ts'

let house: TestHouse
let wei: HttpClient
beforeAll(async () => {
  house = await startHouse({ limits: { readDeadlineMs: 1_500 } })
  wei = await house.as('li-wei')
})
afterEach(() => house.cloud.clearFaults())
afterAll(async () => {
  expect(house.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  await house.close()
})

type Told = { code: Code; reason: string; cloud?: object }
const status = (code: number): FaultDraft => ({ kind: 'status', status: code, times: null })

const WEATHER: [string, FaultDraft, Told][] = [
  ['400', status(400), { code: 'cloud-refused', reason: 'refused', cloud: { status: 400, code: 'ModelArts.0101' } }],
  ['401', status(401), { code: 'cloud-refused', reason: 'unauthenticated', cloud: { status: 401 } }],
  ['403', status(403), { code: 'cloud-refused', reason: 'forbidden', cloud: { status: 403 } }],
  ['404', status(404), { code: 'cloud-refused', reason: 'missing', cloud: { status: 404, code: 'ModelArts.3935' } }],
  ['409', status(409), { code: 'cloud-refused', reason: 'refused', cloud: { status: 409 } }],
  ['500', status(500), { code: 'cloud-refused', reason: 'broken', cloud: { status: 500 } }],
  [
    '502 with a page',
    { kind: 'status', status: 502, shape: 'html', times: null },
    { code: 'cloud-refused', reason: 'broken' },
  ],
  ['504', status(504), { code: 'cloud-refused', reason: 'broken', cloud: { status: 504, code: 'APIG.0201' } }],
  ['text', { kind: 'rubbish', body: 'text', times: null }, { code: 'cloud-rubbish', reason: 'rubbish' }],
  ['another shape', { kind: 'rubbish', body: 'schema', times: null }, { code: 'cloud-rubbish', reason: 'rubbish' }],
  ['half', { kind: 'rubbish', body: 'truncated', times: null }, { code: 'cloud-unreachable', reason: 'unreachable' }],
  ['nothing at all', { kind: 'hang', times: null }, { code: 'cloud-unreachable', reason: 'timeout' }],
  ['a reset', { kind: 'reset', times: null }, { code: 'cloud-unreachable', reason: 'unreachable' }],
]

const params = { api: apiId('api-main') }
const pair = { params, query: { app: [appId('app-0')] } }

describe('a cloud that answers', () => {
  test.each(WEATHER)(
    '%s to the list of an API is told by its code, and what is known stays',
    async (_, fault, told) => {
      const before = (await wei.call(listGrants, pair)).ok()
      house.cloud.provoke({ ...fault, operation: 'ShowApiAuthInfos' })
      expect((await wei.call(listAccess, { params, query: {} })).problem()).toMatchObject(told)
      expect((await wei.call(listGrants, pair)).ok()).toEqual(before)
      expect((await wei.call(showApi, { params })).ok().api?.goneAt).toBeNull()
    },
  )

  test.each(WEATHER.filter(([name]) => !['403', '404'].includes(name)))(
    '%s to a refresh is told by its code, and nothing ends',
    async (_, fault, told) => {
      const before = (await wei.call(showApi, { params })).ok()
      house.cloud.provoke({ ...fault, operation: 'GetAppAuthApisInfo' })
      const asked = { params: { service: serviceId('s-main') } }
      expect((await wei.call(refreshService, asked)).problem()).toMatchObject(told)
      expect((await wei.call(showApi, { params })).ok().api).toEqual(before.api)
    },
    20_000,
  )
})

test.each([
  ['403', 403],
  ['401', 401],
])('a list is told as long as one identity is let in, though another one is answered %s', async (_, code) => {
  const listed = async () => (await wei.call(listAccess, { params, query: {} })).ok()
  const before = await listed()
  house.cloud.provoke({ kind: 'status', status: code, accessKey: 'AKTEAM', operation: 'ShowApiAuthInfos' })
  const { rows, counts } = await listed()
  expect(house.cloud.faults()).toEqual([])
  expect([rows.length, counts]).toEqual([before.rows.length, before.counts])
})

test('a cloud that asks to wait is not asked again before, and whoever asks is told how long', async () => {
  house.cloud.provoke({ kind: 'status', status: 429, retryAfter: '7', operation: 'ShowApiAuthInfos', times: null })
  const throttled = await wei.call(listAccess, { params, query: {} })
  expect(throttled.problem()).toMatchObject({ code: 'cloud-throttled', retryAfter: 7, cloud: { status: 429 } })
  expect([throttled.status, throttled.headers['retry-after']]).toEqual([503, '7'])
  const calls = house.cloud.log().requests.length
  const other = await wei.call(refreshService, { params: { service: serviceId('s-other') } })
  expect(other.problem()).toMatchObject({ code: 'cloud-throttled', reason: 'throttled' })
  expect(Number(other.headers['retry-after'])).toBeGreaterThan(0)
  expect(house.cloud.log().requests).toHaveLength(calls)
})

test('a reading of everything that fails leaves everything as it was, and tells so', async () => {
  const house = await startHouse({ limits: { readDeadlineMs: 1_500 } })
  const wei = await house.as('li-wei')
  const ended = (state: string) =>
    until({ house, hurryMs: 0, line: 'reading' }, async () => {
      const [row] = (await wei.call(listConnections, {})).ok().rows
      return row?.freshness.state === state ? row : undefined
    })
  const before = await ended('fresh')
  const list = async () => (await wei.call(listApis, { query: {} })).ok().total
  const total = await list()
  house.cloud.provoke({ kind: 'status', status: 500, times: null })
  ;(await wei.call(refreshConnection, { params: { connection: NORTH } })).ok()
  const failed = await ended('failed')
  expect(failed.freshness).toMatchObject({ readAt: before.freshness.readAt, fault: { kind: 'broken', status: 500 } })
  expect([failed.counts, await list()]).toEqual([before.counts, total])
  house.cloud.clearFaults()
  ;(await wei.call(refreshConnection, { params: { connection: NORTH } })).ok()
  expect((await ended('fresh')).freshness.fault).toBeNull()
  await house.close()
})
