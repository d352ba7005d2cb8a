import { expect, test } from 'vitest'
import { alive } from './processes.ts'
import { dataFolder, gone, start, told } from './start.ts'

/** Without what precedes it: the installation has been done, or no test would run. */
const NPM = ['npm', 'start', '--ignore-scripts'] as const
const env = { npm_config_update_notifier: 'false' }

test('SIGTERM to npm ends everything with 0', async () => {
  const product = await start({ folder: await dataFolder(), command: NPM, env })
  const family = product.family()
  expect(await told(product, /^Simulator control: (\S+)$/m)).toMatch(/^http/)
  expect(family.length).toBeGreaterThanOrEqual(3)
  expect(await product.stop('SIGTERM')).toMatchObject({ code: 0, signal: null })
  expect(alive(family)).toEqual([])
})

test('Ctrl-C in the terminal of npm ends everything cleanly', async () => {
  const product = await start({ folder: await dataFolder(), command: NPM, env, asGroup: true })
  const family = product.family()
  process.kill(-product.pid, 'SIGINT')
  expect(await product.ended).toMatchObject({ code: 0, signal: null })
  await gone(family)
  const ofTheHouse = product.errors().split('\n')
  expect(ofTheHouse.filter((line) => line !== '' && !line.startsWith('npm '))).toEqual([])
})
