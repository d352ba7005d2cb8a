import { freePort } from '../../src/start/ports.ts'
import { beforeAll, expect, test } from 'vitest'
import { ask, type Pair, settled, signedIn, switchable } from './reviewer.ts'
import { begin, dataFolder, gone, planted, start, until } from './start.ts'

let folder: string
beforeAll(async () => {
  folder = await dataFolder()
})

/** The lines of the log that have failed something. */
const failures = (errors: string): unknown[] =>
  errors
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { level: number })
    .filter(({ level }) => level >= 50)

test('without its simulated cloud the house ends and says so; the next start goes on', async () => {
  const product = await start({ folder })
  const wei = await signedIn(product)
  const [pair] = (await switchable(wei, 1)) as [Pair]
  const family = product.family()
  process.kill(family[1] ?? 0, 'SIGKILL')
  // What is intended while nobody answers must not be lost, nor called done.
  const answered = await ask(wei, pair, 'on').then(
    ({ state }) => state,
    () => 'refused',
  )
  expect(['issuing', 'refused']).toContain(answered)
  expect(await product.ended).toMatchObject({ code: 1 })
  expect(product.errors()).toMatch(
    /^The simulated cloud has ended \(SIGKILL\), so Grantdesk ends too\. Start it again/m,
  )
  await gone(family)

  const next = await start({ folder })
  await settled(await signedIn(next), pair, answered === 'issuing' ? 'active' : 'none')
  expect((await next.stop()).code).toBe(0)
})

test.each([
  ['an error that nobody caught', "throw new Error('planted')"],
  ['a promise that nobody heard', "void Promise.reject(new Error('planted'))"],
])('%s ends the house with 1 and a line in the log', async (_what, act) => {
  const env = { GRANTDESK_DEMO: 'off', ...planted(`process.on('SIGUSR2', () => { ${act} })`) }
  const product = await start({ folder: await dataFolder(), env })
  const { code } = await product.stop('SIGUSR2')
  expect(code).toBe(1)
  expect(failures(product.errors())).toEqual([
    expect.objectContaining({ msg: 'the house fell', fault: expect.stringContaining('Error: planted\n    at ') }),
  ])
  expect(product.errors()).toMatch(/^Grantdesk has failed and ends: planted$/m)
})

test('nobody reading what it says is no reason to end', async () => {
  const port = await freePort({ port: 0, host: '127.0.0.1' })
  const print = planted(`
    let said = 0
    setInterval(() => { said++; process.stdout.write('out\\n'); process.stderr.write('err\\n') }, 20).unref()
    process.on('exit', () => { if (said < 10) process.exitCode = 9 })`)
  const product = begin({ folder: await dataFolder(), env: { GRANTDESK_DEMO: 'off', PORT: String(port), ...print } })
  product.deafen()
  const health = `http://localhost:${port}/api/v1/health`
  const answers = () =>
    fetch(health).then(
      ({ ok }) => ok,
      () => false,
    )
  await until(answers)
  // Longer than the lines need to meet a pipe that is closed.
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await answers()).toBe(true)
  expect((await product.stop()).code).toBe(0)
})
