import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Check, faultsOf, firstList, sourceChecks } from './house-checks.ts'

const manifest = {
  'index.html': { file: 'assets/a.js', isEntry: true },
  'src/app/pages/ApisPlace.tsx': { file: 'assets/list.js' },
  '../shared/src/words/zh.ts': { file: 'assets/zh.js' },
}

/** A house in which each check has something to find. */
const planted: Record<string, string | Buffer> = {
  'server/src/long.ts': 'export {}\n'.repeat(301),
  'web/src/Long.test.tsx': 'export {}\n'.repeat(401),
  'server/src/storage/migrations/0001-house.sql': 'create table t (at timestamptz default now());',
  'server/src/apps/store.ts': 'export const q = `select current_timestamp`',
  'server/src/apps/routes.ts': 'router.get("/api/v1/secrets", (req, res) => res.json(1))',
  'shared/src/apis.ts': "export const showApi = { method: 'get', path: '/api/v1/apis/:api' }",
  'shared/src/words/en.ts': "export const en = { on: 'On', off: 'Off' }",
  'shared/src/words/zh.ts': "export const zh = { on: '开' }",
  'web/src/Page.tsx': 'export const Page = () => <p>{t("on")}{t("off")}{t("gone")}</p>',
  'web/dist/index.html': '<script src="/early.js"></script>',
  'web/dist/early.js': randomBytes(55_000),
  'web/dist/.vite/manifest.json': JSON.stringify(manifest),
  'web/dist/assets/a.js': randomBytes(60_000),
  'web/dist/assets/list.js': randomBytes(60_000),
  'web/dist/assets/zh.js': randomBytes(60_000),
}

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'house-'))
  for (const [path, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const checkNamed = (name: string): Check => {
  const check = [...sourceChecks, firstList].find((one) => one.name === name)
  if (check === undefined) throw new Error(`no check ${name}`)
  return check
}

test.each([
  ['file-length', 'server/src/long.ts has 301 lines, 300 are allowed'],
  ['file-length', 'web/src/Long.test.tsx has 401 lines, 400 are allowed'],
  ['sql-clock', 'server/src/storage/migrations/0001-house.sql:1 asks the database for the time: now()'],
  ['sql-clock', 'server/src/apps/store.ts:1 asks the database for the time: current_timestamp'],
  ['permissions', 'shared/src/apis.ts showApi (get /api/v1/apis/:api) does not declare who may call it'],
  ['permissions', 'server/src/apps/routes.ts:1 routes /api/v1/secrets without an operation that says who may'],
  ['translations', 'zh lacks off'],
  ['translations', 'web/src/Page.tsx:1 asks for gone, which no language has'],
])('%s finds in a house: %s', async (name, fault) => {
  expect(await faultsOf(checkNamed(name), root)).toContain(fault)
})

test('first-list weighs what a house has built, with the script that the page names', async () => {
  expect(await faultsOf(firstList, root)).toEqual([expect.stringMatching(/^the first list weighs 235.*early[.]js 55/)])
})

test('a check that cannot be made is a fault', async () => {
  expect(await faultsOf(firstList, join(root, 'nowhere'))).toHaveLength(1)
})
