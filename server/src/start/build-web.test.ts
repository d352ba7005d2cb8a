import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildWeb } from './build-web.ts'

/** Stands where the bundler stands, and does what matters here: it takes its time, and writes file by file. */
const BUNDLER = `
  const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
  const folder = process.argv[process.argv.indexOf('--outDir') + 1]
  const source = readFileSync('src/main.tsx', 'utf8')
  if (source === 'broken') throw new Error('a source that cannot be built')
  mkdirSync(folder + '/assets', { recursive: true })
  writeFileSync(folder + '/index.html', source)
  setTimeout(() => writeFileSync(folder + '/assets/main.js', source), 100)`

let root: string
const never = new AbortController().signal
const built = (file = 'index.html'): string => readFileSync(join(root, 'web/dist', file), 'utf8')

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'grantdesk-build-'))
  for (const folder of ['web/src', 'web/node_modules/vite/bin', 'shared/src'])
    mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'web/node_modules/vite/bin/vite.js'), BUNDLER)
  source('one')
})
afterEach(() => rmSync(root, { recursive: true }))

/** A source that was written so many seconds from now. */
function source(text: string, inSeconds = -60): void {
  const file = join(root, 'web/src/main.tsx')
  writeFileSync(file, text)
  const at = new Date(Date.now() + inSeconds * 1_000)
  utimesSync(file, at, at)
}

test('what was never built is built, and not again until a source changes', async () => {
  expect(await buildWeb(root, never)).toBe(true)
  expect([built(), built('assets/main.js')]).toEqual(['one', 'one'])
  expect(await buildWeb(root, never)).toBe(false)
  source('two', 60)
  expect(await buildWeb(root, never)).toBe(true)
  expect([built(), built('assets/main.js')]).toEqual(['two', 'two'])
})

test('a build that fails says why, and leaves what was there', async () => {
  await buildWeb(root, never)
  source('broken', 60)
  await expect(buildWeb(root, never)).rejects.toThrow('a source that cannot be built')
  expect([built(), built('assets/main.js')]).toEqual(['one', 'one'])
})

test('a build that is given up leaves what was there', async () => {
  await buildWeb(root, never)
  source('two', 60)
  const giveUp = new AbortController()
  const build = buildWeb(root, giveUp.signal)
  setTimeout(() => giveUp.abort(), 60)
  await expect(build).rejects.toThrow('aborted')
  expect([built(), built('assets/main.js')]).toEqual(['one', 'one'])
})

test('nothing of a build is left aside', async () => {
  await buildWeb(root, never)
  expect(readdirSync(join(root, 'web/node_modules/.cache/grantdesk'))).toEqual([])
})

test('a house that comes without sources is not built', async () => {
  rmSync(join(root, 'web/src'), { recursive: true })
  expect(await buildWeb(root, never)).toBe(false)
  expect(existsSync(join(root, 'web/dist'))).toBe(false)
})
