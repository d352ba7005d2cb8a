import { afterAll, beforeAll, expect, it } from 'vitest'
import { listApis as contract } from '@grantdesk/shared/apis'
import { onBoth } from '../../test/databases.ts'
import { bystander, reviewer } from '../../test/inventory-bench.ts'
import type { KnownConnection } from '../connections/index.ts'
import { houseId } from '../kernel/house-id.ts'
import { nameKey } from '../kernel/name-key.ts'
import type { Actor } from '../kernel/permit.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { Database } from '../storage/database.ts'
import type { SeenApi, SeenService } from '../upstream/port.ts'
import { listApis } from './list-apis.ts'
import { apiListStore, type ApiQuery } from './list-store.ts'
import { showApi, showService } from './show-api.ts'
import { apiStore } from './store.ts'

const AT = new Date('2026-03-02T08:00:00.000Z')
const LATER = new Date('2026-03-02T09:00:00.000Z')

const NAMES = [
  '车险定损',
  'Claims triage',
  'claims triage',
  '保单核保',
  'Áccident',
  '理赔 2',
  'zeta',
  'ÅNGSTRÖM',
  '１２３',
  '阿尔法',
  '_x',
  '100%',
  'a\\b',
  '😀',
  '车险',
  'fraud_score',
  'fraud.score',
]

const service = (name: string, i: number): SeenService => ({
  serviceId: `service-${i}`,
  name,
  description: i % 2 ? `says ${i}` : null,
  status: ['running', 'stopped', 'upgrading'][i % 3] ?? null,
  owner: 'u-claims',
  inferType: 'real-time',
  workspace: '0',
  publishedAt: i % 4 === 0 ? null : new Date(AT.getTime() - (i % 3) * 86_400_000).toISOString(),
  changedAt: null,
})

const api = (name: string, i: number): SeenApi => ({
  apiId: `api-${i}`,
  serviceId: `service-${i}`,
  serviceName: name,
  name: `infer_${name}`,
  method: 'ANY',
  url: `https://predict.example.com/v1/infers/${i}`,
  authType: ['APP', null, 'IAM', 'APIG'][i % 4] ?? null,
  supportsAppCode: i % 2 === 0,
  remark: null,
})

const known = new Map<string, KnownConnection>(
  ['north', 'south'].map((id) => [
    id,
    {
      id,
      label: `ModelArts ${id}`,
      writes: 'delta',
      identities: [{ label: 'claims', duties: ['read', 'grant'], cloudUser: 'u-claims' }],
    },
  ]),
)

onBoth('the list of APIs', (open) => {
  let database: Database
  // One database for all: the tests that change it come last and count from what they find.
  beforeAll(async () => {
    database = await open()
    const store = apiStore(database.db)
    for (const connection of ['north', 'south']) {
      await store.saveServices(NAMES.map(service), { connection, identity: 'claims', at: AT })
      for (const [i, name] of NAMES.entries()) {
        if (i % 3 === 2) continue
        const [id = ''] = await store.saveApis([api(name, i)], {
          connection,
          service: houseId('service', connection, `service-${i}`),
          at: i % 2 ? AT : LATER,
        })
        await database.query('update api set grants = $1 where id = $2', [i % 5, id])
      }
    }
  })
  afterAll(() => database.close())

  const needs = () => ({
    ...apiStore(database.db),
    page: (query: ApiQuery, within: readonly string[]) => apiListStore(database.db).page(query, within),
    connections: async () => known,
    registrationsOf: async () => new Map(),
  })
  const list = (query: Record<string, unknown> = {}, actor: Actor = reviewer) =>
    listApis(needs())({ params: undefined, query: contract.query.parse(query), body: undefined }, { actor })
  const keyOf = (row: Awaited<ReturnType<typeof list>>['rows'][number]) => `${row.service.id}/${row.api?.id ?? ''}`
  const names = async (query: Record<string, unknown>) =>
    (await list({ connection: 'north', ...query })).rows.map((row) => row.service.name)

  const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

  it('sorts Chinese and English names in one order', async () => {
    const { rows } = await list({ sort: 'service', limit: 200 })
    const shown = rows.map((row) => nameKey(row.service.name))
    expect(shown).toEqual(shown.toSorted(bytes))
    const chinese = rows.map((row) => row.service.name)
    expect(chinese.indexOf('阿尔法')).toBeLessThan(chinese.indexOf('保单核保'))
    expect(chinese.indexOf('保单核保')).toBeLessThan(chinese.indexOf('车险'))
    expect(chinese.indexOf('车险定损')).toBeLessThan(chinese.indexOf('Claims triage'))
  })

  const sorts = contract.query.shape.sort.unwrap().options
  it.each(sorts.flatMap((sort) => [[sort, 'asc'] as const, [sort, 'desc'] as const]))(
    'by %s %s: pages of any size together are the whole list, each row once',
    async (sort, order) => {
      const whole = await list({ sort, order, limit: 200 })
      expect(whole.next).toBeNull()
      expect(new Set(whole.rows.map(keyOf)).size).toBe(NAMES.length * 2)
      for (const limit of [1, 5, 17, 34]) {
        const seen: string[] = []
        let cursor: string | undefined
        do {
          const page = await list({ sort, order, limit, ...(cursor ? { cursor } : {}) })
          expect(page.total).toBe(NAMES.length * 2)
          seen.push(...page.rows.map(keyOf))
          cursor = page.next ?? undefined
        } while (cursor !== undefined)
        expect(seen).toEqual(whole.rows.map(keyOf))
      }
    },
  )

  it('sorts equal values by name, whichever way the values go', async () => {
    const { rows } = await list({ sort: 'grants', order: 'desc', limit: 200 })
    const grants = rows.map((row) => row.api?.grants ?? -1)
    expect(grants).toEqual(grants.toSorted((a, b) => b - a))
    const four = rows.filter((row) => row.api?.grants === 4).map((row) => nameKey(row.api?.name ?? ''))
    expect(four).toEqual(four.toSorted(bytes))
  })

  it('finds parts of names, of ids, by sound and in any case', async () => {
    expect(await names({ search: 'CLAIMS' })).toEqual(expect.arrayContaining(['Claims triage', 'claims triage']))
    expect(await names({ search: '定损' })).toEqual(['车险定损'])
    expect((await names({ search: 'chexian' })).toSorted()).toEqual(['车险', '车险定损'])
    expect(await names({ search: 'service-13' })).toEqual([NAMES[13]])
    expect(await names({ search: 'api-13' })).toEqual([NAMES[13]])
    expect(await names({ search: '123' })).toContain('１２３')
    expect(await names({ search: 'triage claims' })).toHaveLength(2)
    expect(await names({ search: 'no such thing' })).toEqual([])
  })

  it('takes signs of patterns as they are', async () => {
    expect(await names({ search: '100%' })).toEqual(['100%'])
    expect(await names({ search: '%' })).toEqual(['100%'])
    expect(await names({ search: 'fraud_' })).toEqual(['fraud_score'])
    expect(await names({ search: 'a\\b' })).toEqual(['a\\b'])
    expect(await names({ search: "'; drop table api; --" })).toEqual([])
  })

  it('filters, and tells the exact total', async () => {
    const whole = (await list({ limit: 200 })).rows
    const cases: [Record<string, unknown>, (row: (typeof whole)[number]) => boolean][] = [
      [{ connection: 'south' }, (row) => row.connection === 'south'],
      [{ state: ['running', 'other'] }, (row) => row.service.state !== 'stopped'],
      [{ auth: 'unknown' }, (row) => row.api?.authType === 'unknown'],
      [{ grants: 'true' }, (row) => (row.api?.grants ?? 0) > 0],
      [{ grants: 'false' }, (row) => (row.api?.grants ?? 0) === 0],
      [{ registered: 'true' }, (row) => row.api !== null],
      [
        { registered: 'false', state: 'stopped', connection: ['north'] },
        (row) => row.api === null && row.service.state === 'stopped' && row.connection === 'north',
      ],
      [{ connection: 'elsewhere' }, () => false],
    ]
    for (const [query, keeps] of cases) {
      const expected = whole.filter(keeps).map(keyOf)
      const page = await list({ ...query, limit: 200 })
      expect({ query, rows: page.rows.map(keyOf) }).toEqual({ query, rows: expected })
      expect((await list({ ...query, limit: 1 })).total).toBe(expected.length)
    }
  })

  it('says what each person may do', async () => {
    const [row] = (await list({ connection: 'north', auth: 'app', limit: 1 })).rows
    expect(row?.allowed).toEqual({ register: 'api-exists', switch: true })
    const [other] = (await list({ connection: 'north', auth: 'app', limit: 1 }, bystander)).rows
    expect(other?.allowed).toEqual({ register: 'not-reviewer', switch: 'not-reviewer' })
    const [bare] = (await list({ connection: 'north', registered: 'false', limit: 1 })).rows
    expect(bare?.allowed).toEqual({ register: true, switch: 'api-gone' })
    const [iam] = (await list({ connection: 'north', auth: 'iam', limit: 1 })).rows
    expect(iam?.allowed.switch).toBe('auth-type')
  })

  it('does not know what it never saw', async () => {
    const asked = { query: undefined, body: undefined }
    await expect(
      showApi(needs())({ ...asked, params: { api: 'nothing' as never } }, { actor: reviewer }),
    ).rejects.toThrow('not-found')
    await expect(
      showService(needs())({ ...asked, params: { service: 'nothing' as never } }, { actor: reviewer }),
    ).rejects.toThrow('not-found')
  })

  it('refuses a place that is not of this list and this order', async () => {
    const { next } = await list({ sort: 'name', limit: 1 })
    const json = (given: unknown) => Buffer.from(JSON.stringify(given)).toString('base64url')
    const bad = [
      { sort: 'service', cursor: next },
      { order: 'desc', cursor: next },
      { cursor: 'rubbish' },
      { cursor: json(null) },
      { cursor: json(['apis.name.asc', 'a', 'b', 'c']) },
      { cursor: json(['apis.name.asc', 'a\0', 'b', 'c', 'd']) },
      { cursor: json(['apis.name.asc', 1, 'b', 'c', 'd']) },
      { cursor: json(['apis.grants.asc', 1e10, 'b', 'c', 'd']), sort: 'grants' },
      { cursor: json(['apis.grants.asc', 1.5, 'b', 'c', 'd']), sort: 'grants' },
      { cursor: json(['apis.seen.asc', '2026-13-45T00:00:00.000Z', 'b', 'c', 'd']), sort: 'seen' },
      { cursor: json(['apis.seen.asc', 'infinity', 'b', 'c', 'd']), sort: 'seen' },
    ]
    for (const query of bad) {
      const asked = list(query)
      await expect(asked).rejects.toThrow(Refusal)
      await expect(asked).rejects.toMatchObject({ code: 'bad-input' })
    }
  })

  it('keeps a place short enough for an address, however long a name is', async () => {
    const store = apiStore(database.db)
    const long = ['长'.repeat(10_000), '😀'.repeat(5_000), 'ж'.repeat(10_000)].map((name, i) =>
      service(`${name}\0${name.slice(0, 1)}`, 100 + i),
    )
    await store.saveServices(long, { connection: 'north', identity: 'claims', at: AT })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 1, connection: 'north', ...(cursor ? { cursor } : {}) })
      seen.push(...page.rows.map(keyOf))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(NAMES.length + 3)
  })

  it('shows a service with the API that is there', async () => {
    const show = (i: number) =>
      showService(needs())(
        {
          params: { service: houseId('service', 'north', `service-${i}`) as never },
          query: undefined,
          body: undefined,
        },
        { actor: reviewer },
      )
    expect((await show(3)).api?.cloudId).toBe('api-3')
    expect((await show(2)).api).toBeNull()
    const store = apiStore(database.db)
    await store.endOthers(houseId('service', 'north', 'service-3'), [], LATER)
    expect(await show(3)).toMatchObject({ api: null, allowed: { register: true, switch: 'api-gone' } })
  })

  it('leaves out what has gone and what is not configured any more, but still shows it when asked for', async () => {
    const id = houseId('api', 'north', 'api-0')
    const store = apiStore(database.db)
    const before = (await list({ limit: 1 })).total ?? 0
    await store.endService(houseId('service', 'north', 'service-0'), LATER)
    expect((await list({ limit: 200 })).total).toBe(before - 1)
    const row = await showApi(needs())(
      { params: { api: id as never }, query: undefined, body: undefined },
      { actor: reviewer },
    )
    expect(row.service.goneAt).toBe(LATER.toISOString())
    expect(row.allowed).toEqual({ register: 'service-gone', switch: 'service-gone' })
    const only = { ...needs(), connections: async () => new Map([...known].filter(([key]) => key === 'south')) }
    const query = contract.query.parse({ limit: 200 })
    expect((await listApis(only)({ params: undefined, query, body: undefined }, { actor: reviewer })).total).toBe(
      NAMES.length,
    )
  })
})
