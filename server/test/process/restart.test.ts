import { connect } from 'node:net'
import { once } from 'node:events'
import { showHealth } from '@grantdesk/shared/health'
import { listAccess } from '@grantdesk/shared/grants'
import { beforeAll, expect, test } from 'vitest'
import { grantOf, type Pair, signedIn, switchable, switchOn } from './reviewer.ts'
import { alive } from './processes.ts'
import { dataFolder, gone, type Product, start } from './start.ts'

let folder: string
let product: Product
let pairs: Pair[]

beforeAll(async () => {
  folder = await dataFolder()
  product = await start({ folder })
})

const worldOf = async ({ cloud }: Product): Promise<object> => {
  const { now: _, ...world } = await cloud('/state')
  return world
}

/** What must be so after every start: nobody has to do anything for it. */
async function isAsBefore(world: object): Promise<void> {
  expect(await worldOf(product)).toEqual(world)
  const wei = await signedIn(product)
  for (const pair of pairs) {
    expect(await grantOf(wei, pair)).toMatchObject({ state: 'active', actual: 'on', change: { state: 'done' } })
    const live = await wei.call(listAccess, { params: { api: pair.api }, query: { show: 'authorized', limit: 200 } })
    expect(live.ok().rows.find(({ app }) => app.id === pair.app)?.grant.state).toBe('active')
  }
}

test('it tells its address first, and answers there', async () => {
  expect(product.output().split('\n')[0]).toBe(`Grantdesk: ${product.url}`)
  expect(product.url).toMatch(/^http:\/\/localhost:\d+$/)
  const visitor = product.visitor()
  expect((await visitor.call(showHealth, {})).ok().ok).toBe(true)
  const page = await visitor.raw('GET', '/')
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('text/html') } })
})

test('it tells who to sign in as', () => {
  expect(product.output()).toMatch(/^Sign in with one click as:$/m)
  expect(product.output()).toMatch(/^ {2}Li Wei: /m)
})

test('it is reached from this machine only', async () => {
  const socket = connect(Number(new URL(product.url).port), '127.0.0.2')
  await expect(once(socket, 'connect')).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/)
  socket.destroy()
})

test('after SIGTERM and a new start, what was switched on is active and verified', async () => {
  const wei = await signedIn(product)
  pairs = await switchable(wei, 2)
  for (const pair of pairs) expect((await switchOn(wei, pair)).verifiedAt).not.toBeNull()
  const world = await worldOf(product)
  const family = product.family()
  expect(family).toHaveLength(2)

  expect(await product.stop('SIGTERM')).toMatchObject({ code: 0, signal: null })
  expect(alive(family)).toEqual([])
  expect(product.errors()).toBe('')

  product = await start({ folder })
  await isAsBefore(world)
})

test('a kill takes the simulated cloud with it, and the next start has everything', async () => {
  const world = await worldOf(product)
  const family = product.family()
  const started = product.stop('SIGKILL').then(() => start({ folder }))
  expect(family).toHaveLength(2)
  product = await started
  await gone(family)
  await isAsBefore(world)
})

test('Ctrl-C, passed on by npm a second time, ends it with 0 and leaves no process', async () => {
  const family = product.family()
  // The terminal sends it to the whole group, the simulated cloud included.
  for (const pid of family.slice(1)) process.kill(pid, 'SIGINT')
  process.kill(product.pid, 'SIGINT')
  const again = setTimeout(() => process.kill(product.pid, 'SIGINT'), 150)
  expect(await product.ended).toMatchObject({ code: 0, signal: null })
  clearTimeout(again)
  expect(alive(family)).toEqual([])
  expect(product.errors()).toBe('')
})
