import { switchGrant } from '@grantdesk/shared/grants'
import { afterEach, expect, test } from 'vitest'
import type { FaultDraft } from '../../simulator/index.ts'
import { onPostgres } from '../databases.ts'
import { contradictions } from '../evidence.ts'
import { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, appId, spare } from '../small-world.ts'
import { flip, register, registered, rowOf, settledRow, settledRows, until } from '../switching.ts'

const WRITES = { writeDeadlineMs: 60_000 }

/** Houses that are left standing when a test fails. */
const open: TestHouse[] = []
afterEach(async () => {
  for (const house of open.splice(0)) await house.close().catch(() => {})
})

async function opened(setup: Parameters<typeof startHouse>[0]): Promise<TestHouse> {
  const house = await startHouse(setup)
  open.push(house)
  return house
}

/** Takes the storage away from a house, as the death of its process does: what it does from now on is written nowhere. */
async function die(house: TestHouse): Promise<void> {
  house.house.server.closeAllConnections()
  house.house.server.close()
  void house.database.close().catch(() => {})
  await new Promise((resolve) => setTimeout(resolve, 50))
}

/** The house that is started after the death of another one, on the same storage, with the same cloud. */
async function successor(dead: TestHouse): Promise<TestHouse> {
  const { url, simulator, clock } = dead
  if (url === null) throw new Error('only a server outlives its house')
  // The lease of whoever died runs out.
  clock.ahead(30_000)
  return opened({ database: { url }, simulator, clock })
}

/** Waits until the cloud has got a write for the app. */
const reached = (house: TestHouse, text: string) =>
  until({ house, hurryMs: 0, line: text }, async () => {
    const { requests } = house.cloud.log()
    return requests.find(({ method, body }) => method !== 'GET' && body.includes(text))
  })

onPostgres('a house that dies', () => {
  const EFFECTS: [string, FaultDraft, number][] = [
    ['the cloud did it', { kind: 'hang', effect: 'applied' }, 1],
    ['the cloud did not do it', { kind: 'hang', effect: 'none' }, 2],
    ['the cloud does it later', { kind: 'hang', effect: { laterMs: 29_000 } }, 1],
  ]
  test.each(EFFECTS)(
    'while a call is under way, and %s: the next one reads back before it sends anything',
    async (_, fault, calls) => {
      const first = await opened({ database: 'postgres', limits: WRITES })
      const wei = await first.as('li-wei')
      first.cloud.provoke({ ...fault, operation: 'AuthorizeApiToApigApps' })
      const asked = { api: 'api-main', app: 'app-1', wanted: 'on' as const }
      const issuing = await flip(wei, asked, { version: 0, key: 'before' })
      await reached(first, '"app-1"')
      await die(first)

      const second = await successor(first)
      const later = await second.as('li-wei')
      const row = await settledRow({ house: second, hurryMs: 500 }, later, { api: 'api-main', app: 'app-1' })
      expect(row).toMatchObject({
        state: 'active',
        version: issuing.ok().version,
        change: { id: issuing.ok().change?.id },
      })
      const writes = second.cloud.log().requests.filter(({ method }) => method !== 'GET')
      expect(writes).toHaveLength(calls)
      expect(await contradictions(second)).toEqual([])
    },
  )

  test('before anything was sent leaves the wish to the next one, the session and the answer under its key', async () => {
    const first = await opened({ database: 'postgres', limits: WRITES })
    const wei = await first.as('li-wei')
    await first.house.carrier.stop()
    const asked = { params: { api: apiId('api-main'), app: appId('app-2') }, body: { wanted: 'on' as const } }
    const issuing = await wei.call(switchGrant, asked, { version: 0, key: 'kept' })
    expect(issuing.ok().state).toBe('issuing')
    await die(first)

    const second = await successor(first)
    const same = new HttpClient({ port: second.port, host: 'grantdesk.test', watch: second.watch })
    same.cookie = wei.cookie
    expect(await settledRow({ house: second }, same, { api: 'api-main', app: 'app-2' })).toMatchObject({
      state: 'active',
    })
    expect((await same.call(switchGrant, asked, { version: 0, key: 'kept' })).text).toBe(issuing.text)
    expect(await contradictions(second)).toEqual([])
  })

  test('while it registers leads to one API', async () => {
    const first = await opened({ database: 'postgres', limits: WRITES })
    const wei = await first.as('li-wei')
    first.cloud.turn({ reregister: 'another' })
    first.cloud.provoke({ kind: 'hang', effect: 'applied', operation: 'CreateAndAuthAppAuthApi' })
    ;(await register(wei, spare(0), { apps: ['app-1', 'app-2'] })).ok()
    await reached(first, '"app-2"')
    await die(first)

    const second = await successor(first)
    const later = await second.as('li-wei')
    const { api } = await registered({ house: second }, later, spare(0))
    expect(second.cloud.state({ service: spare(0) }).apis.map(({ id }) => id)).toEqual([api?.cloudId])
    const rows = await settledRows({ house: second }, later, { api: api?.cloudId ?? '', apps: ['app-1', 'app-2'] })
    expect(rows.map(({ state }) => state)).toEqual(['active', 'active'])
    expect(await contradictions(second)).toEqual([])
  })
})

test('a house that is closed cuts a call that hangs, and knows of it when it opens again', async () => {
  const first = await opened({ limits: WRITES })
  const wei = await first.as('li-wei')
  first.cloud.provoke({ kind: 'hang', effect: 'applied', operation: 'AuthorizeApiToApigApps' })
  ;(await flip(wei, { api: 'api-main', app: 'app-1', wanted: 'on' })).ok()
  await reached(first, '"app-1"')
  const began = performance.now()
  await first.house.close()
  expect(performance.now() - began).toBeLessThan(9_000)

  const { database, simulator, clock } = first
  const second = await opened({ database: { shared: database }, simulator, clock })
  const later = await second.as('li-wei')
  expect(await rowOf(later, 'api-main', 'app-1')).toMatchObject({ wanted: 'on' })
  expect(await settledRow({ house: second, hurryMs: 200 }, later, { api: 'api-main', app: 'app-1' })).toMatchObject({
    state: 'active',
  })
  expect(second.cloud.log().requests.filter(({ method }) => method !== 'GET')).toHaveLength(1)
  expect(await contradictions(second)).toEqual([])
})
