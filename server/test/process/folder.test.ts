import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { freePort } from '../../src/start/ports.ts'
import { readWhole, signedIn } from './reviewer.ts'
import { begin, dataFolder, gone, newFolder, planted, slowness, start, type Started, until } from './start.ts'

const SECOND_MS = 2_000
const STOP_MS = 10_000
const inUse = (folder: string): RegExp =>
  new RegExp(`^The data folder ${folder} is in use by another running Grantdesk\\. .*GRANTDESK_DATA\\.\\n$`)

/** Prints each of our modules, and each library of the server, that is loaded. */
const LOADED = planted(`
  import { registerHooks } from 'node:module'
  registerHooks({
    load(url, context, next) {
      if (/\\/server\\/(src|simulator)\\/|pglite|express|vite/.test(url)) process.stdout.write('loaded ' + url + '\\n')
      return next(url, context)
    },
  })`)

test('a second start on the same folder is refused at once, and loads no part of the house', async () => {
  const folder = await dataFolder()
  const first = await start({ folder, env: { GRANTDESK_DEMO: 'off' } })
  const seconds = []
  for (let round = 0; round < 5; round++) {
    const slow = slowness()
    const second = begin({ folder, env: { GRANTDESK_DEMO: 'off', ...LOADED } })
    const { code, afterMs } = await second.ended
    seconds.push({ code, late: afterMs > SECOND_MS * slow, told: inUse(folder).test(second.errors()) })
    const loaded = [...second.output().matchAll(/loaded .*\/(server\/.*)/g)].map(([, path = '']) => path)
    expect(loaded).toContain('server/src/storage/lock.ts')
    expect(loaded.filter((path) => /run\.ts|compose|pglite|express|simulator|build-web/.test(path))).toEqual([])
  }
  expect(seconds).toEqual(Array(5).fill({ code: 1, late: false, told: true }))
  expect((await first.visitor().raw('GET', '/api/v1/health')).status).toBe(200)
  expect((await first.stop()).code).toBe(0)
})

test('of several starts at the same time exactly one gets the folder', async () => {
  const folder = await dataFolder()
  const env = { GRANTDESK_DEMO: 'off' }
  const all = Array.from({ length: 4 }, () => begin({ folder, env }))
  await until(() => all.some(isReady))
  const winner = all.find(isReady)
  const losers = all.filter((one) => one !== winner)
  for (const loser of losers) {
    expect((await loser.ended).code).toBe(1)
    expect(loser.errors()).toMatch(inUse(folder))
  }
  expect((await winner?.stop())?.code).toBe(0)
})

const isReady = ({ output }: Started): boolean => output().includes('Grantdesk: ')

test('a start that is killed at any moment leaves a folder on which the next one starts at once', async () => {
  const folder = newFolder()
  // The shortest of all moments leaves what PGlite takes for whole, and is not.
  mkdirSync(join(folder, 'database.draft'))
  writeFileSync(join(folder, 'database.draft/PG_VERSION'), '18\n')
  // From before the lock to the middle of the database's making and beyond.
  for (const ms of [200, 700, 1_500, 2_500, 4_000, 5_500]) {
    const one = begin({ folder })
    await pass(ms)
    const family = one.family()
    expect(await one.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    expect(one.errors()).toBe('')
    // The next one does not wait for the simulated cloud of this one to have ended.
    expect(family.length).toBeGreaterThan(0)
  }
  const last = await start({ folder })
  await readWhole(await signedIn(last))
  expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([])
  expect((await last.stop()).code).toBe(0)
})

test.each(['kind', 'database.draft', 'database'])(
  'asked to stop when its start has come to "%s", it ends with 0 and leaves no process',
  async (file) => {
    const folder = newFolder()
    const one = begin({ folder })
    await until(() => existsSync(join(folder, file)))
    const family = one.family()
    const slow = slowness()
    const { code, afterMs } = await one.stop()
    expect({ code, late: afterMs > STOP_MS * slow, errors: one.errors() }).toEqual({ code: 0, late: false, errors: '' })
    await gone(family)
  },
)

test('a port that is taken is told before anything is opened', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const folder = newFolder()
  const one = begin({ folder, env: { PORT: String(port) } })
  expect((await one.ended).code).toBe(1)
  expect(one.errors()).toBe(`Port ${port} is in use by another program. Choose another one by PORT.\n`)
  expect(readdirSync(folder).toSorted()).toEqual(['kind', 'lock'])
  taken.close()
})

test('all faults of an environment are told at once, and nothing is made', async () => {
  const folder = join(newFolder(), 'data')
  const env = {
    PORT: '70000',
    DATABASE_URL: 'mysql://nowhere',
    NODE_ENV: 'production',
    GRANTDESK_CONFIG: join(folder, 'connections.yaml'),
    GRANTDESK_DEMO: 'on',
    GRANTDESK_LOG: 'loud',
    GRANTDESK_ORIGIN: 'http://grants.example.com/desk',
    GRANTDESK_SECRET: 'too short',
  }
  const one = begin({ folder, env })
  expect((await one.ended).code).toBe(1)
  const [first, ...faults] = one.errors().trimEnd().split('\n')
  expect(first).toBe('Grantdesk cannot start:')
  for (const name of Object.keys(env).filter((key) => key !== 'NODE_ENV')) {
    expect(faults.filter((fault) => fault.startsWith(`- ${name}`))).toHaveLength(1)
  }
  expect(faults).toHaveLength(7)
  expect(existsSync(folder)).toBe(false)
})

test('a database that is not there is told, without its password', async () => {
  const port = await freePort({ port: 0, host: '127.0.0.1' })
  const folder = newFolder()
  const env = { GRANTDESK_DEMO: 'off', DATABASE_URL: `postgres://desk:of-great-secrecy@localhost:${port}/desk` }
  const one = begin({ folder, env })
  expect((await one.ended).code).toBe(1)
  expect(one.errors()).toMatch(new RegExp(`^Grantdesk cannot start: .*ECONNREFUSED .*:${port}`, 'm'))
  expect(one.output() + one.errors()).not.toContain('of-great-secrecy')
})

test('a folder that is none is told in one line', async () => {
  const folder = join(newFolder(), 'data')
  writeFileSync(folder, '')
  const one = begin({ folder })
  expect((await one.ended).code).toBe(1)
  expect(one.errors()).toMatch(/^The data folder .*\/data cannot be used: .*\n$/)
})

test('a simulated cloud that cannot start is told, and ends the house', async () => {
  const folder = await dataFolder()
  writeFileSync(join(folder, 'cloud.sqlite'), 'this is no world '.repeat(500))
  const one = begin({ folder })
  expect((await one.ended).code).toBe(1)
  expect(one.errors()).toMatch(
    /^Grantdesk cannot start: the simulated cloud ended before it was ready \(exit code 1\)\.$/m,
  )
})
