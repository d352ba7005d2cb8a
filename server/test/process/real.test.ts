import { showApi } from '@grantdesk/shared/apis'
import { listConnections } from '@grantdesk/shared/connections'
import { makeFirstAdmin, showSession, signInAsPersona } from '@grantdesk/shared/identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { onPostgres, postgresAddress } from '../databases.ts'
import type { HttpClient } from '../http-client.ts'
import { addReviewer, connectedWith, firstAdmin, reviewerOf } from './real-cloud.ts'
import { grantOf, type Pair, settled, switchable, switchOn } from './reviewer.ts'
import { begin, dataFolder, newFolder, type Product, start } from './start.ts'

let cloud: Simulator
let folder: string
let env: Record<string, string>
let product: Product
let pair: Pair

beforeAll(async () => {
  cloud = await startSimulator({ seed: 'demo' })
  folder = await dataFolder()
  env = connectedWith(cloud.url)
  product = await start({ folder, env })
})
afterAll(() => cloud.close())

const writesSince = (request: number) =>
  cloud.control.log({ request }).requests.filter(({ method, status }) => method !== 'GET' && status === 200)
const lastRequest = () => cloud.control.log().requests.at(-1)?.seq ?? 0

/** Whether the cloud itself has the grant. */
async function hasGrant(client: HttpClient, { api }: Pair): Promise<number> {
  const { cloudId = '' } = (await client.call(showApi, { params: { api } })).ok().api ?? {}
  return cloud.control.state({ api: cloudId }).grants.length
}

test('with a real connection there is no demo: no cloud of its own, nobody without a password', async () => {
  expect(product.family()).toEqual([product.pid])
  expect(product.output()).not.toMatch(/one click|Simulator/)
  const visitor = product.visitor()
  const session = (await visitor.call(showSession, {})).ok()
  expect(session).toMatchObject({ demo: false, personas: [], firstAdmin: true, person: null })
  const refused = await visitor.call(signInAsPersona, { body: { persona: 'li-wei' as never } })
  expect(refused.code).toBe('not-found')
})

test('the first admin needs the code that was printed, adds a reviewer, who switches an app on in the account', async () => {
  const stranger = { code: 'WRONG-WRONG-WRONG-WRONG', name: 'Eve', email: 'eve@example.com', password: 'long enough 1' }
  expect((await product.visitor().call(makeFirstAdmin, { body: stranger })).code).toBe('wrong-code')
  const admin = await firstAdmin(product)
  expect((await admin.call(showSession, {})).ok().person?.roles.map(({ role }) => role)).toEqual(['admin'])
  await addReviewer(admin)

  const rui = await reviewerOf(product)
  ;[pair] = (await switchable(rui, 1)) as [Pair]
  const before = await hasGrant(rui, pair)
  const request = lastRequest()
  await switchOn(rui, pair)
  expect(await hasGrant(rui, pair)).toBe(before + 1)
  expect(writesSince(request)).toMatchObject([{ operation: 'AuthorizeApiToApigApps' }])
})

test('a second start on a real folder keeps its people and asks for no first admin', async () => {
  expect((await product.stop()).code).toBe(0)
  product = await start({ folder, env })
  const rui = await reviewerOf(product)
  expect(await grantOf(rui, pair)).toMatchObject({ state: 'active', actual: 'on' })
  expect(product.output().trimEnd().split('\n')).toEqual([`Grantdesk: ${product.url}`])
  expect((await product.stop()).code).toBe(0)
})

test('a real folder refuses a demo, and a demo folder a real start', async () => {
  const demo = begin({ folder })
  expect((await demo.ended).code).toBe(1)
  expect(demo.errors()).toBe(
    `The data folder ${folder} belongs to a real Grantdesk, and this start is a demo one. ` +
      `Give it its own by GRANTDESK_DATA or DATABASE_URL.\n`,
  )
  const other = await dataFolder()
  const first = await start({ folder: other })
  await first.stop()
  const real = begin({ folder: other, env })
  expect((await real.ended).code).toBe(1)
  expect(real.errors()).toMatch(/belongs to a demo Grantdesk, and this start is a real one\./)
})

test('a connection that replaces writes whole sets, and loses nobody', async () => {
  const replacing = await start({ folder: await dataFolder(), env: connectedWith(cloud.url, 'replace') })
  await addReviewer(await firstAdmin(replacing))
  const rui = await reviewerOf(replacing)
  const [another] = (await switchable(rui, 1)) as [Pair]
  const before = await hasGrant(rui, another)
  const request = lastRequest()
  await switchOn(rui, another)
  expect(await hasGrant(rui, another)).toBe(before + 1)
  expect(writesSince(request)).toMatchObject([{ operation: 'UpdateAuthApiToApigApps', method: 'PUT' }])
  expect((await replacing.stop()).code).toBe(0)
})

test('in production without a connection it is real and empty', async () => {
  const empty = await start({ folder: await dataFolder(), env: { NODE_ENV: 'production' } })
  expect(empty.family()).toEqual([empty.pid])
  const admin = await firstAdmin(empty)
  expect((await admin.call(showSession, {})).ok()).toMatchObject({ demo: false, firstAdmin: false })
  expect((await admin.call(listConnections, {})).ok().rows).toEqual([])
  expect((await empty.stop()).code).toBe(0)
})

onPostgres('the same story', () => {
  test('two processes share a database, and what one switches the other shows', async () => {
    const shared = { ...env, DATABASE_URL: await postgresAddress() }
    const one = await start({ folder: newFolder(), env: shared })
    await addReviewer(await firstAdmin(one))
    const other = await start({ folder: newFolder(), env: shared })
    const [rui, sameRui] = [await reviewerOf(one), await reviewerOf(other)]
    const [another] = (await switchable(rui, 1)) as [Pair]
    await switchOn(rui, another)
    await settled(sameRui, another, 'active')
    expect((await one.stop()).code).toBe(0)
    expect(await grantOf(sameRui, another)).toMatchObject({ state: 'active', actual: 'on' })
    expect((await other.stop('SIGKILL')).signal).toBe('SIGKILL')

    const again = await start({ folder: newFolder(), env: shared })
    expect(await grantOf(await reviewerOf(again), another)).toMatchObject({ state: 'active', actual: 'on' })
    expect((await again.stop()).code).toBe(0)

    const demo = begin({ folder: newFolder(), env: { DATABASE_URL: shared.DATABASE_URL } })
    expect((await demo.ended).code).toBe(1)
    expect(demo.errors()).toMatch(/^This database belongs to a real Grantdesk, and this start is a demo one\./m)
  })
})
