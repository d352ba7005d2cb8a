import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder, start } from './start.ts'

test('what is in the data folder is for nobody else, whatever rights it was given or had before', async () => {
  const folder = await dataFolder()
  chmodSync(folder, 0o755)
  chmodSync(join(folder, 'database'), 0o755)
  writeFileSync(join(folder, 'kind'), 'demo\n')
  chmodSync(join(folder, 'kind'), 0o644)
  const product = await start({ folder })
  const rights = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o077).toString(8)])
  expect(rights.map(([name]) => name)).toEqual(expect.arrayContaining(['cloud.sqlite', 'database', 'kind', 'lock']))
  expect(rights.filter(([, others]) => others !== '0')).toEqual([])
  expect((await product.stop()).code).toBe(0)
})
