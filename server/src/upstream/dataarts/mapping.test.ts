import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  apiOf,
  appOf,
  boundOf,
  detailOf,
  eligibilityOf,
  relationOf,
  reviewerOf,
  secretOf,
  ticketOf,
} from './mapping.ts'
import {
  WireApi,
  WireApiDetail,
  WireApis,
  WireApps,
  WireAuthorized,
  WireAuthorizedApps,
  WireBound,
  WireBoundApis,
  WireEligibles,
  WireNewApp,
  WireReviewers,
  WireTicket,
  WireTickets,
} from './wire.ts'

const AT = Date.UTC(2026, 0, 2, 10)
const TOLD = '2026-01-02T10:00:00.000Z'

test('a relation has one end and one name for it, whichever list tells it', () => {
  const common = { relationship_type: 'LINKED', approval_time: AT }
  const ofApi = WireAuthorized.parse({ ...common, app_id: 'p', instance_id: 'c1', api_using_time: AT })
  const ofApp = WireBound.parse({ ...common, id: 'a', name: 'sales', deadline: String(AT) })
  expect(relationOf(ofApi, 'a')).toMatchObject({ apiId: 'a', appId: 'p', clusterId: 'c1', expiresAt: TOLD })
  expect(boundOf(ofApp, 'p')).toMatchObject({ apiId: 'a', appId: 'p', clusterId: null, expiresAt: TOLD })
})

test('the vendor’s own example of a relation, without cluster and state, stays unknown in both', () => {
  const relation = relationOf(WireAuthorized.parse({ app_id: 'p', app_name: 'x', approval_time: null }), 'a')
  expect(relation).toMatchObject({ clusterId: null, clusterName: null, state: null, expiresAt: null, approvedAt: null })
})

test.each([
  ['LINK_WAITING_CHECK', 'requested'],
  ['LINKED', 'active'],
  ['OFFLINE_WAITING_CHECK', 'notice-given'],
  ['RENEW_WAITING_CHECK', 'renewal-pending'],
  ['LINK_FROZEN', { other: 'LINK_FROZEN' }],
  ['', null],
  [undefined, null],
])('a relation that is %s is %j', (told, state) => {
  expect(relationOf(WireAuthorized.parse({ app_id: 'p', relationship_type: told }), 'a').state).toEqual(state)
})

test('fixed values and the instant of approval are read under both of their names', () => {
  const wire = WireAuthorized.parse({
    app_id: 'p',
    approve_time: AT,
    static_params: [
      { para_name: 'region', para_value: 'north' },
      { param_name: 'day', param_value: 7 },
      { para_value: 'of nothing' },
    ],
  })
  expect(relationOf(wire, 'a')).toMatchObject({
    approvedAt: TOLD,
    fixed: [
      { name: 'region', value: 'north' },
      { name: 'day', value: '7' },
    ],
  })
})

describe('an API', () => {
  const cluster = { instance_id: 'c1', instance_name: 'one', api_status: 'API_STATUS_PUBLISHED' }

  test('tells its clusters, and that it is silent about them', () => {
    const publications = (told: unknown) => apiOf(WireApi.parse({ id: 'a', publish_messages: told })).publications
    expect(publications([cluster])).toEqual([
      { clusterId: 'c1', clusterName: 'one', status: 'API_STATUS_PUBLISHED', debug: null },
    ])
    expect(publications([])).toEqual([])
    for (const told of [undefined, null, 'none', [cluster, { api_id: 'a' }]]) expect(publications(told)).toBeNull()
  })

  test('has its hosts as a list, as one object, or as the one of the shared edition', () => {
    const host = { instance_id: 'c1', intranet_host: '10.0.0.1', external_host: null, domains: ['a.example', null] }
    const hosts = (told: object) => detailOf(WireApiDetail.parse({ id: 'a', ...told })).hosts
    const expected = [{ clusterId: 'c1', inside: '10.0.0.1', outside: null, domains: ['a.example'] }]
    expect(hosts({ hosts: host })).toEqual(expected)
    expect(hosts({ hosts: [host] })).toEqual(expected)
    expect(hosts({ host: 'shared.example' })).toEqual([
      { clusterId: null, inside: null, outside: 'shared.example', domains: [] },
    ])
    for (const told of [null, 'none', 7]) expect(hosts({ hosts: told })).toEqual([])
  })

  test('comes without what it runs on', () => {
    const told = {
      id: 'a',
      request_type: 'REQUEST_TYPE_GET',
      protocol: 'PROTOCOL_TYPE_HTTPS',
      path: '/sales/{id}',
      request_paras: [{ name: 'id', position: 'REQUEST_PARAMETER_POSITION_PATH', necessary: 'true' }],
      datasource_config: { sql: 'select hush', connection_name: 'hush' },
      backend_config: { host: 'hush', timeout: '7' },
    }
    const api = detailOf(WireApiDetail.parse(told))
    expect(api).toMatchObject({
      method: 'GET',
      protocol: 'HTTPS',
      path: '/sales/{id}',
      parameters: [{ name: 'id', place: 'PATH', isNeeded: true }],
    })
    expect(JSON.stringify(api)).not.toContain('hush')
  })
})

test('a new app tells its key and secret once; the IAM app has none of its own', () => {
  const wire = (told: object) => WireNewApp.parse({ id: 'p', ...told })
  expect(secretOf(wire({ app_key: 'k', app_secret: 's' }))).toEqual({ key: 'k', secret: 's' })
  expect(secretOf(wire({ app_key: 'NO DATA', app_secret: 'NO DATA' }))).toBeNull()
  expect(secretOf(wire({ app_key: 'k' }))).toBeNull()
  expect(JSON.stringify(appOf(wire({ app_key: 'hush', app_secret: 'hush' })))).not.toContain('hush')
})

test('a ticket with the nulls of the vendor’s example can be shown, and its words are ours', () => {
  const wire = WireTicket.parse({
    id: null,
    api_id: null,
    app_id: null,
    api_apply_type: 'APPLY_TYPE_API_CANCEL_AUTHORIZE',
    api_apply_status: 'STATUS_TYPE_PENDING_CHECK',
    api_using_time: AT,
    approval_time: 0,
  })
  expect(ticketOf(wire)).toMatchObject({
    ticketId: null,
    kind: 'withdraw',
    state: 'unconfirmed',
    until: TOLD,
    decidedAt: null,
  })
  const other = ticketOf(WireTicket.parse({ api_apply_type: 'APPLY_TYPE_NEW', api_apply_status: 'STATUS_NEW' }))
  expect(other).toMatchObject({ kind: { other: 'APPLY_TYPE_NEW' }, state: { other: 'STATUS_NEW' } })
})

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

test('an answer of any shape is read or refused, and never carries a secret or an address on', () => {
  const secret = { app_key: 'hush', app_secret: 'hush', email: 'hush', phone_number: 'hush', datasource_config: 'hush' }
  const any = fc.jsonValue()
  const row = fc.oneof(
    any,
    fc.record({ id: any, app_id: any, name: any, publish_messages: any, static_params: any, api_using_time: any }),
  )
  const rows = fc.oneof(fc.array(row.map((one) => (isObject(one) ? Object.assign({}, one, secret) : one))), any)
  const mapped = <W, T>(read: readonly (W | null)[] | null | undefined, map: (row: W) => T): (T | null)[] | undefined =>
    read?.map((one) => (one === null ? null : map(one)))
  const readings = ([list, total]: [unknown, unknown]): unknown[] => {
    const asked = {
      records: list,
      apps: list,
      instances: list,
      approvers: list,
      total,
      total_records: total,
      ...secret,
    }
    return [
      mapped(WireApis.safeParse(asked).data?.records, apiOf),
      mapped(WireAuthorizedApps.safeParse(asked).data?.records, (row) => relationOf(row, 'a')),
      mapped(WireBoundApis.safeParse(asked).data?.records, (row) => boundOf(row, 'p')),
      mapped(WireTickets.safeParse(asked).data?.records, ticketOf),
      mapped(WireApps.safeParse(asked).data?.apps, appOf),
      mapped(WireEligibles.safeParse(asked).data?.instances, eligibilityOf),
      mapped(WireReviewers.safeParse(asked).data?.approvers, reviewerOf),
    ]
  }
  fc.assert(
    fc.property(fc.tuple(rows, any), (told) => {
      const length = Array.isArray(told[0]) ? told[0].length : undefined
      const read = readings(told)
      expect(read.map((one) => (Array.isArray(one) ? one.length : undefined))).toEqual(read.map(() => length))
      expect(JSON.stringify(read)).not.toContain('hush')
    }),
    { numRuns: 2000 },
  )
})
