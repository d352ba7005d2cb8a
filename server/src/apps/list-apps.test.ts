import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listApps as contract } from '@grantdesk/shared/apps'
import { onBoth } from '../../test/databases.ts'
import { bystander } from '../../test/inventory-bench.ts'
import type { KnownConnection } from '../connections/index.ts'
import { houseId } from '../kernel/house-id.ts'
import { nameKey } from '../kernel/name-key.ts'
import type { Actor } from '../kernel/permit.ts'
import type { Database } from '../storage/database.ts'
import type { SeenApp } from '../upstream/port.ts'
import { listApps } from './list-apps.ts'
import { appListStore, type AppQuery, type Within } from './list-store.ts'
import { ownedBy } from './rules.ts'
import { showApp } from './show-app.ts'
import { appStore } from './store.ts'

const AT = new Date('2026-03-02T08:00:00.000Z')
const LATER = new Date('2026-03-02T09:00:00.000Z')
const NAMES = [
  '车险理赔',
  'agent-portal',
  'Agent Portal',
  '保单',
  'zeta',
  '１２',
  '阿尔法',
  'api_gateway',
  'mobile',
  '移动端',
  'ops%',
]

const app = (name: string, i: number): SeenApp => ({
  appId: `app-${i}`,
  name,
  type: ['APIG', 'APIC', null][i % 3] ?? null,
  remark: i % 2 ? `for ${i}` : null,
  creator: 'u-claims',
  project: 'p1',
  boundApis: i % 3,
  createdAt: i % 4 === 0 ? null : new Date(AT.getTime() - (i % 3) * 86_400_000).toISOString(),
  updatedAt: i % 5 === 0 ? null : new Date(AT.getTime() - (i % 2) * 3_600_000).toISOString(),
})

const known = new Map<string, KnownConnection>(
  ['north', 'south'].map((id) => [id, { id, label: `ModelArts ${id}`, writes: 'delta', identities: [] }]),
)
const idOf = (connection: string, i: number) => houseId('app', connection, `app-${i}`)
const owner = (...scopes: Actor['roles'][number]['scope'][]): Actor => ({
  ...bystander,
  roles: scopes.map((scope) => ({ role: 'owner', scope })),
})

onBoth('the list of apps', (open) => {
  let database: Database
  // One database for all: the tests that change it come last.
  beforeAll(async () => {
    database = await open()
    const store = appStore(database.db)
    await store.observe('north', 'claims', NAMES.map(app), AT)
    await store.observe('north', 'lending', NAMES.map(app).slice(0, 2), LATER)
    await store.observe('south', null, NAMES.map(app), LATER)
    const grant = 'insert into access_grant (api, app, connection, actual) values ($1, $2, $3, $4)'
    for (const i of NAMES.keys()) {
      for (let n = 0; n < i % 4; n++)
        await database.query(grant, [`api-${n}`, idOf('north', i), 'north', n === 2 ? 'off' : 'on'])
    }
    await store.recount(NAMES.map((_, i) => idOf('north', i)))
  })
  afterAll(() => database.close())

  const needs = () => ({
    ...appStore(database.db),
    page: (query: AppQuery, within: Within) => appListStore(database.db).page(query, within),
    connections: async () => known,
    ownersOf: async (ids: readonly string[]) =>
      new Map(ids.includes(idOf('north', 0)) ? [[idOf('north', 0), ['Wei Zhang']]] : []),
  })
  const list = (query: Record<string, unknown> = {}, actor: Actor = bystander) =>
    listApps(needs())({ params: undefined, query: contract.query.parse(query), body: undefined }, { actor })
  const ids = async (query: Record<string, unknown>, actor?: Actor) =>
    (await list({ limit: 200, ...query }, actor)).rows.map(({ id }) => id as string)
  const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

  it('tells all that is known of an app', async () => {
    const [row] = (await list({ search: '车险', connection: 'north' })).rows
    expect(row).toEqual({
      id: idOf('north', 0),
      connection: 'north',
      connectionLabel: 'ModelArts north',
      cloudId: 'app-0',
      name: '车险理赔',
      type: 'APIG',
      remark: null,
      creator: 'u-claims',
      project: 'p1',
      boundApis: 0,
      grants: 0,
      owners: ['Wei Zhang'],
      createdAt: null,
      updatedAt: null,
      seenAt: LATER.toISOString(),
      seenBy: ['claims', 'lending'],
      goneAt: null,
    })
  })

  it('sorts Chinese and English names in one order', async () => {
    const shown = (await list({ limit: 200 })).rows.map(({ name }) => nameKey(name))
    expect(shown).toEqual(shown.toSorted(bytes))
  })

  const sorts = contract.query.shape.sort.unwrap().options
  it.each(sorts.flatMap((sort) => [[sort, 'asc'] as const, [sort, 'desc'] as const]))(
    'by %s %s: pages of any size together are the whole list, each row once',
    async (sort, order) => {
      const whole = await ids({ sort, order })
      expect(new Set(whole).size).toBe(NAMES.length * 2)
      for (const limit of [1, 4, 11]) {
        const seen: string[] = []
        let cursor: string | undefined
        do {
          const page = await list({ sort, order, limit, ...(cursor ? { cursor } : {}) })
          expect(page.total).toBe(NAMES.length * 2)
          seen.push(...page.rows.map(({ id }) => id))
          cursor = page.next ?? undefined
        } while (cursor !== undefined)
        expect(seen).toEqual(whole)
      }
    },
  )

  it('counts what is authorized, not what was', async () => {
    const { rows } = await list({ sort: 'grants', order: 'desc', connection: 'north', limit: 200 })
    expect(rows.map(({ grants }) => grants)).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0].toSorted((a, b) => b - a))
    expect((await list({ grants: 'true' })).total).toBe(8)
    expect((await list({ grants: 'false' })).total).toBe(NAMES.length * 2 - 8)
  })

  it('finds parts of names, of ids and by sound, and filters by type', async () => {
    expect(await ids({ search: 'agent portal', connection: 'north' })).toHaveLength(2)
    expect(await ids({ search: 'yidongduan', connection: 'south' })).toEqual([idOf('south', 9)])
    expect(await ids({ search: 'APP-10', connection: 'north' })).toEqual([idOf('north', 10)])
    expect(await ids({ search: '%', connection: 'north' })).toEqual([idOf('north', 10)])
    expect((await list({ type: ['APIC'] })).total).toBe(8)
    expect((await list({ type: 'no\0such' })).total).toBe(0)
  })

  it('shows a person his own apps when he asks for them', async () => {
    const two = owner({ of: 'app', id: idOf('north', 1) as never }, { of: 'app', id: idOf('south', 2) as never })
    expect((await ids({ mine: 'true' }, two)).toSorted()).toEqual([idOf('north', 1), idOf('south', 2)].toSorted())
    expect(await ids({ mine: 'true' }, owner({ of: 'connection', id: 'south' as never }))).toHaveLength(NAMES.length)
    expect(await ids({ mine: 'true' }, owner({ of: 'everything' }))).toHaveLength(NAMES.length * 2)
    expect(await ids({ mine: 'true' }, bystander)).toEqual([])
    expect(await ids({ mine: 'false' }, bystander)).toHaveLength(NAMES.length * 2)
  })

  it('refuses a place of another list', async () => {
    const { next } = await list({ limit: 1 })
    for (const query of [{ sort: 'grants', cursor: next }, { cursor: 'p1' }, { cursor: 'x'.repeat(2_000) }]) {
      await expect(list(query)).rejects.toMatchObject({ code: 'bad-input' })
    }
  })

  it('shows one app, gone or not, and knows no stranger', async () => {
    const show = (id: string) => showApp(needs())({ params: { app: id as never }, query: undefined, body: undefined })
    expect((await show(idOf('north', 0))).goneAt).toBeNull()
    await appStore(database.db).endUnseen('north', LATER, LATER)
    expect((await show(idOf('north', 5))).goneAt).toBe(LATER.toISOString())
    expect((await show(idOf('north', 0))).seenBy).toEqual(['lending'])
    expect((await list()).total).toBe(NAMES.length + 2)
    await expect(show('nothing')).rejects.toThrow('not-found')
  })

  it('keeps what a poorer answer does not say', async () => {
    const store = appStore(database.db)
    const bare: SeenApp = {
      ...app('renamed', 0),
      type: null,
      creator: null,
      project: null,
      boundApis: 2 ** 53,
      createdAt: '+275760-09-13T00:00:00.000Z',
      updatedAt: null,
    }
    await store.observe('north', null, [bare, bare], LATER)
    expect(await store.find(idOf('north', 0))).toMatchObject({
      name: 'renamed',
      type: 'APIG',
      creator: 'u-claims',
      bound_apis: 2_147_483_647,
      created_at: null,
    })
  })
})

describe('the apps a person owns', () => {
  it('come from his roles as owner only', () => {
    const reviewer: Actor = { ...bystander, roles: [{ role: 'reviewer', scope: { of: 'everything' } }] }
    expect(ownedBy(reviewer)).toEqual({ all: false, connections: [], apps: [] })
    expect(ownedBy(owner({ of: 'service', id: 's' as never }))).toEqual({ all: false, connections: [], apps: [] })
  })
})
