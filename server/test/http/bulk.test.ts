import { switchGrants } from '@grantdesk/shared/grants'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { contradictions } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, appId, crowdedWorld } from '../small-world.ts'
import { flip, flipAll, rowOf, settledRow, settledRows } from '../switching.ts'

const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `app-many-${n}`)

let house: TestHouse
let wei: HttpClient
beforeAll(async () => {
  house = await startHouse({ world: crowdedWorld(500) })
  wei = await house.as('li-wei')
})
afterEach(async () => {
  expect(await contradictions(house)).toEqual([])
})
afterAll(() => house.close())

const params = { api: apiId('api-main') }
const ask = (apps: { app: string; version: number }[], key?: string) =>
  wei.call(switchGrants, { params, body: { wanted: 'on' as const, apps } }, key === undefined ? {} : { key })

test('every pair has its own outcome', async () => {
  const { version } = (await flip(wei, { api: 'api-main', app: 'app-1', wanted: 'on' })).ok()
  await settledRow({ house }, wei, { api: 'api-main', app: 'app-1' })
  const apps = [
    { app: appId('app-2'), version: 0 },
    { app: appId('app-1'), version },
    { app: appId('app-3'), version: 7 },
    { app: appId('app-own'), version: 0 },
    { app: appId('app-lab'), version: 0 },
    { app: appId('app-nowhere'), version: 0 },
  ]
  const { rows } = (await ask(apps)).ok()
  const outcome = new Map(
    rows.map(({ app, refused, reason, grant }) => [app as string, [refused, reason, grant?.state]]),
  )
  expect(apps.map(({ app }) => outcome.get(app))).toEqual([
    [null, null, 'issuing'],
    [null, null, 'active'],
    ['stale', null, 'none'],
    ['own-app', 'own-app', 'none'],
    ['not-possible', 'creator-differs', 'none'],
    ['not-found', null, undefined],
  ])
  expect(await settledRow({ house }, wei, { api: 'api-main', app: 'app-2' })).toMatchObject({ state: 'active' })
  expect(await rowOf(wei, 'api-main', 'app-3')).toMatchObject({ version: 0, change: null })
})

test('a pair that is named twice is switched once', async () => {
  const one = { app: appId('app-4'), version: 0 }
  const { rows } = (await ask([one, one])).ok()
  expect(rows.map(({ grant }) => grant?.version)).toEqual([1])
  await settledRow({ house }, wei, { api: 'api-main', app: 'app-4' })
})

test('the same request gets the same answer, and another one under its key none', async () => {
  const one = [{ app: appId('app-5'), version: 0 }]
  const first = await ask(one, 'the-key')
  await settledRow({ house }, wei, { api: 'api-main', app: 'app-5' })
  expect((await ask(one, 'the-key')).text).toBe(first.text)
  expect((await ask([{ app: appId('app-6'), version: 0 }], 'the-key')).code).toBe('key-reused')
  expect((await rowOf(wei, 'api-main', 'app-6')).change).toBeNull()
})

test('five hundred pairs go on their way in one request, and every one is verified', async () => {
  const apps = many(500)
  const page = (from: number) => apps.slice(from, from + 100)
  const rows = apps.map((app) => ({ app: appId(app), version: 0 }))
  expect((await ask(rows)).ok().rows).toHaveLength(500)
  for (const from of [0, 100, 200, 300, 400]) {
    const settled = await settledRows({ house }, wei, { api: 'api-main', apps: page(from) })
    expect(new Set(settled.map(({ state }) => state))).toEqual(new Set(['active']))
  }
  const { rows: numbers } = await house.database.query(
    'select count(*)::int as n, max(number)::int as last from intent where line = $1',
    [apiId('api-main')],
  )
  expect(numbers[0]?.['n']).toBe(numbers[0]?.['last'])
  expect(house.cloud.state({ api: 'api-main' }).grants.length).toBeGreaterThanOrEqual(500)
}, 90_000)

test('more than five hundred are refused at the door', async () => {
  const apps = Array.from({ length: 501 }, (_, n) => ({ app: `app-${n}`, version: 0 }))
  expect((await ask(apps)).code).toBe('bad-input')
  expect((await ask([])).code).toBe('bad-input')
})

test('some of many that the cloud refuses hold up no other', async () => {
  const apps = ['app-7', 'app-8', 'app-frozen', 'app-9']
  await flipAll(wei, { api: 'api-main', wanted: 'on' }, apps)
  const rows = await settledRows({ house }, wei, { api: 'api-main', apps })
  expect(rows.map(({ state }) => state)).toEqual(['active', 'active', 'failed', 'active'])
})
