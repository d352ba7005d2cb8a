import { setTimeout as pass } from 'node:timers/promises'
import { showApi } from '@grantdesk/shared/apis'
import { listConnections, refreshConnection } from '@grantdesk/shared/connections'
import { listAccess } from '@grantdesk/shared/grants'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { HttpClient } from '../http-client.ts'
import { ask, grantOf, type Pair, readWhole, settled, signedIn, switchable } from './reviewer.ts'
import { alive } from './processes.ts'
import { dataFolder, gone, type Product, slowness, start, until } from './start.ts'

const STOP_MS = 10_000
/** Far less than the lease of a line: nobody waits for a worker who is dead. */
const SETTLED_MS = 20_000

let folder: string
let product: Product
let wei: HttpClient
let pairs: Pair[]

beforeAll(async () => {
  folder = await dataFolder()
  product = await start({ folder })
  wei = await signedIn(product)
  pairs = await switchable(wei, 4)
})
beforeEach(async () => {
  if (alive([product.pid]).length === 0) product = await start({ folder })
  wei = await signedIn(product)
})

/** The pair that only this test uses. */
const pairOf = (n: number): Pair => pairs[n] ?? { api: 'none' as never, app: 'none' as never }

async function isStopped(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const family = product.family()
  const slow = slowness()
  const { code, afterMs } = await product.stop(signal)
  const asAsked = { code: signal === 'SIGKILL' ? null : 0, late: false, errors: '' }
  expect({ code, late: afterMs > STOP_MS * slow, errors: product.errors() }).toEqual(asAsked)
  await gone(family)
}

const requestsOf = async (operation: string): Promise<number> => {
  const { requests } = await product.cloud<{ requests: { operation: string | null }[] }>('/log')
  return requests.filter((request) => request.operation === operation).length
}

test('a request under way is answered before the house ends', async () => {
  await product.cloud('/faults', { kind: 'delay', ms: 1_000, operation: 'ListApigApps' })
  await product.cloud('/faults', { kind: 'delay', ms: 1_000, operation: 'ShowApiAuthInfos' })
  const { api } = pairOf(0)
  const asked = wei.call(listAccess, { params: { api }, query: {} })
  await pass(200)
  await isStopped()
  expect((await asked).ok().rows.length).toBeGreaterThan(0)
})

test('a request whose answer never comes does not keep the house open', async () => {
  await product.cloud('/faults', { kind: 'hang', operation: 'ShowApiAuthInfos', times: 50 })
  const asked = wei.call(listAccess, { params: { api: pairOf(0).api }, query: {} }).then(
    ({ code }) => code,
    () => 'cut',
  )
  await pass(300)
  await isStopped()
  expect(await asked).not.toBe('ok')
})

test('a reading of the inventory that is interrupted is done again', async () => {
  await product.cloud('/faults', undefined, 'DELETE')
  await readWhole(wei)
  await product.cloud('/faults', { kind: 'delay', ms: 1_500, operation: 'GetAppAuthApisInfo', times: 30 })
  const before = (await wei.call(listConnections, {})).ok().rows[0]
  const connection = before?.id ?? ('none' as never)
  ;(await wei.call(refreshConnection, { params: { connection } })).ok()
  await until(async () => (await wei.call(listConnections, {})).ok().rows[0]?.freshness.state === 'reading')
  await isStopped()

  product = await start({ folder })
  await product.cloud('/faults', undefined, 'DELETE')
  wei = await signedIn(product)
  await readWhole(wei)
  const after = (await wei.call(listConnections, {})).ok().rows[0]
  expect(after?.counts).toEqual(before?.counts)
  expect(Date.parse(after?.freshness.readAt ?? '')).toBeGreaterThan(Date.parse(before?.freshness.readAt ?? ''))
})

test.each([
  ['that the cloud has carried out', 'SIGTERM', 'applied', 1],
  ['that the cloud has not carried out', 'SIGTERM', 'none', 2],
  ['that the cloud has carried out', 'SIGKILL', 'applied', 3],
] as const)('a switch under way %s is finished after %s, and made once', async (_how, signal, effect, n) => {
  await product.cloud('/faults', { kind: 'hang', operation: 'AuthorizeApiToApigApps', effect })
  const pair = pairOf(n)
  const sent = await requestsOf('AuthorizeApiToApigApps')
  expect((await ask(wei, pair, 'on')).state).toBe('issuing')
  await until(async () => (await requestsOf('AuthorizeApiToApigApps')) > sent)
  expect((await grantOf(wei, pair)).state).not.toBe('active')
  await isStopped(signal)

  const [slow, since] = [slowness(), performance.now()]
  product = await start({ folder })
  wei = await signedIn(product)
  await settled(wei, pair, 'active')
  expect(performance.now() - since).toBeLessThan(SETTLED_MS * slow)
  const { transitions } = await product.cloud<{ transitions: { kind: string; apiId: string; appId: string }[] }>('/log')
  const cloudIds = await cloudIdsOf(pair)
  const made = transitions.filter(({ kind, apiId, appId }) => kind === 'grant' && `${apiId} ${appId}` === cloudIds)
  expect(made).toHaveLength(1)
  expect(await requestsOf('AuthorizeApiToApigApps')).toBe(sent + (effect === 'applied' ? 1 : 2))
})

/** What the cloud calls the pair. */
async function cloudIdsOf({ api, app }: Pair): Promise<string> {
  const { rows } = (await wei.call(listAccess, { params: { api }, query: { limit: 200 } })).ok()
  const row = rows.find((one) => one.app.id === app)
  return `${(await wei.call(showApi, { params: { api } })).ok().api?.cloudId} ${row?.app.cloudId}`
}
