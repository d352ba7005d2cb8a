import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf } from '../told.ts'
import { apiOf, appOf, resultsOf, serviceOf } from './mapping.ts'
import {
  WireAccesses,
  WireApi,
  WireApp,
  WireApps,
  WireGranted,
  type WireResult,
  WireService,
  WireServices,
} from './wire.ts'

describe('an instant', () => {
  test.each([
    [1_683_173_880_900, '2023-05-04T04:18:00.900Z'],
    ['1683173880900', '2023-05-04T04:18:00.900Z'],
    // "publish_at" in the example of ListServices.
    [1_243_143_243, '2009-05-24T05:34:03.000Z'],
    ['2024-04-30T08:00:00Z', '2024-04-30T08:00:00.000Z'],
    ['2024-04-30T08:00:00+08:00', '2024-04-30T00:00:00.000Z'],
    ['2024-04-30 08:00:00', '2024-04-30T08:00:00.000Z'],
    ['2024-04-30', '2024-04-30T00:00:00.000Z'],
    [0, null],
    [-5, null],
    [9e15, null],
    ['', null],
    ['yesterday', null],
    ['2024-99-99T00:00:00Z', null],
    [undefined, null],
  ])('%s is %s', (told, expected) => {
    expect(instantOf(told)).toBe(expected)
  })
})

test('a row becomes what the house knows of it, and nothing else', () => {
  const app = WireApp.parse({
    app_id: 'a1',
    app_name: 'claims-portal',
    app_remark: '',
    app_key: 'KEY',
    app_secret: 'SECRET',
    app_codes: ['CODE'],
    app_type: 'NEW_TYPE',
    bounded_api_count: '28',
    created_at: 1_683_173_880_900,
    updated_at: null,
    project_id: 'p1',
    user_id: 'u1',
    something: { new: true },
  })
  expect(appOf(app)).toEqual({
    appId: 'a1',
    name: 'claims-portal',
    type: 'NEW_TYPE',
    remark: null,
    creator: 'u1',
    project: 'p1',
    boundApis: 28,
    createdAt: '2023-05-04T04:18:00.900Z',
    updatedAt: null,
  })
})

test('what the cloud is silent about stays unknown', () => {
  expect(apiOf(WireApi.parse({ api_id: 'i1', support_app_code: true }), 's1')).toEqual({
    apiId: 'i1',
    serviceId: 's1',
    serviceName: null,
    name: 'i1',
    method: null,
    url: null,
    authType: null,
    supportsAppCode: true,
    remark: null,
  })
  expect(serviceOf(WireService.parse({ service_id: 's1', status: 'upgrading', workspace_id: 0 }))).toMatchObject({
    name: 's1',
    status: 'upgrading',
    workspace: '0',
    owner: null,
  })
})

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

test('an answer of any shape is read or refused, and never carries a secret on', () => {
  const secret = { app_key: 'hush', app_secret: 'hush', app_codes: ['hush'] }
  const row = fc.oneof(
    fc.jsonValue(),
    fc.record({ app_id: fc.jsonValue(), app_name: fc.jsonValue(), user_id: fc.jsonValue() }),
  )
  const rows = fc.array(row.map((one) => (isObject(one) ? Object.assign({}, one, secret) : one)))
  const total = fc.jsonValue()
  fc.assert(
    fc.property(fc.oneof(rows, fc.jsonValue()), total, (list, total_count) => {
      const apps = WireApps.safeParse({ apps: list, total_count, ...secret })
      const read = (apps.data?.apps ?? []).filter((app) => app !== null).map(appOf)
      expect(JSON.stringify(read)).not.toContain('hush')
      expect(apps.success || !Array.isArray(list)).toBe(true)
      WireServices.safeParse({ services: list, count: total_count })
      WireAccesses.safeParse({ auths: list })
    }),
    { numRuns: 3000 },
  )
})

describe('the results of a write', () => {
  const of = (rows: unknown[], sent = ['a', 'b']) =>
    resultsOf(sent, WireGranted.parse({ auth_result: rows }).auth_result ?? [], 'i1')

  test('are told app by app', () => {
    const rows = [
      { api_id: 'i1', app_id: 'a', auth_id: 'n1', success: true },
      { app_id: 'b', auth_id: '', success: false, reason: 'ModelArts.3937: no\nwhy' },
    ]
    expect(of(rows)).toEqual({
      results: [
        { appId: 'a', said: 'done', authId: 'n1' },
        { appId: 'b', said: 'refused', reason: 'ModelArts.3937: no why' },
      ],
      others: [],
    })
  })

  test('leave unknown what is missing, contradicts itself or speaks of another API', () => {
    expect(of([]).results).toEqual([
      { appId: 'a', said: 'unknown' },
      { appId: 'b', said: 'unknown' },
    ])
    const told = [{ app_id: 'a', success: true }, { app_id: 'a', success: false }, { app_id: 'b' }]
    expect(of(told).results.map(({ said }) => said)).toEqual(['unknown', 'unknown'])
    expect(of([{ api_id: 'i2', app_id: 'a', success: true }, null, { success: true }]).results[0]?.said).toBe('unknown')
  })

  test('tell of apps that were not sent apart, as the vendor’s example of the update does', () => {
    const told = [
      { app_id: 'x', success: true },
      { app_id: 'a', success: 'true' },
    ]
    expect(of(told, ['a'])).toEqual({
      results: [{ appId: 'a', said: 'done', authId: null }],
      others: [{ appId: 'x', said: 'done', authId: null }],
    })
  })

  test('are one for each app that was sent, whatever comes back', () => {
    const result = fc.record({
      app_id: fc.constantFrom('a', 'b', 'c'),
      success: fc.constantFrom(true, false, undefined),
    })
    fc.assert(
      fc.property(fc.array(result), (rows: WireResult[]) => {
        const { results, others } = resultsOf(['a', 'b'], rows, 'i1')
        expect(results.map(({ appId }) => appId)).toEqual(['a', 'b'])
        expect(others.every(({ appId }) => appId === 'c')).toBe(true)
        const done = results.filter(({ said }) => said === 'done').map(({ appId }) => appId)
        expect(done.every((appId) => rows.some((row) => row.app_id === appId && row.success === true))).toBe(true)
      }),
    )
  })
})
