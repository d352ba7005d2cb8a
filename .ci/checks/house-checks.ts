import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROLES } from '../../shared/src/kernel/endpoint.ts'
import { tooLong } from './file-length.ts'
import { filesOf, filesOnPage, tooHeavy, type Manifest } from './first-list.ts'
import {
  operationsNotBoundOnce,
  operationsWithoutPermission,
  routesPastTheContract,
  type Contract,
} from './permissions.ts'
import { isTest, sourcesUnder } from './sources.ts'
import { databaseClock } from './sql-clock.ts'
import { differences, flat, unknownKeys, unusedKeys, type Words } from './translations.ts'

/** A rule of the house: it reads the tree below `root` and names what breaks it. */
export type Check = { name: string; find: (root: string) => string[] | Promise<string[]> }

/** What breaks the rule; a check that cannot be made is broken too. */
export async function faultsOf(check: Check, root: string): Promise<string[]> {
  try {
    return await check.find(root)
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

const FLOORS = ['shared', 'server', 'web', 'e2e', '.ci']

/** Routes whose path is not written in a contract, `file path`. */
const LISTED_ROUTES = [
  // The one place that binds, below the one prefix of all operations.
  'server/src/http/bind.ts (computed)',
  'server/src/app.ts /api',
  // The description of the operations, and the browser floor: the same bytes for everybody.
  'server/src/app.ts /api/openapi.json',
  'server/src/http/assets.ts /assets',
  'server/src/http/assets.ts /{*place}',
]

/** The chunks that the APIs list needs in the language that needs most, by their names in Vite's manifest. */
const FIRST_LIST = ['src/app/pages/ApisPlace.tsx', '../shared/src/words/zh.ts']

const fileLength: Check = { name: 'file-length', find: (root) => tooLong(sourcesUnder(root, FLOORS)) }

const sqlClock: Check = {
  name: 'sql-clock',
  find: (root) => databaseClock(sourcesUnder(root, ['server/src'], /[.](ts|sql)$/).filter(({ path }) => !isTest(path))),
}

const permissions: Check = {
  name: 'permissions',
  find: async (root) => {
    const contracts = await contractsOf(root)
    const server = sourcesUnder(root, ['server/src']).filter(({ path }) => !isTest(path))
    return [
      ...operationsWithoutPermission(contracts, ['anyone', 'person', ...ROLES]),
      ...operationsNotBoundOnce(contracts, server),
      ...routesPastTheContract(server, LISTED_ROUTES),
    ]
  },
}

const translations: Check = {
  name: 'translations',
  find: async (root) => {
    const [en, zh] = [await wordsOf(root, 'en'), await wordsOf(root, 'zh')]
    const web = sourcesUnder(root, ['web/src']).filter(({ path }) => !isTest(path))
    const server = sourcesUnder(root, ['server/src']).filter(({ path }) => !isTest(path))
    const known = new Set(en.keys())
    return [...differences({ en, zh }), ...unknownKeys(web, known), ...unusedKeys([...web, ...server], known)]
  },
}

/** The checks that read the sources alone. */
export const sourceChecks: readonly Check[] = [fileLength, sqlClock, permissions, translations]

/** The check that reads what the build made. */
export const firstList: Check = {
  name: 'first-list',
  find: (root) => {
    const dist = join(root, 'web/dist')
    const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
    const page = readFileSync(join(dist, 'index.html'), 'utf8')
    const files = new Set([...filesOf(manifest, FIRST_LIST), ...filesOnPage(page)])
    return tooHeavy([...files], (file) => readFileSync(join(dist, file)))
  },
}

function contractsOf(root: string): Promise<Contract[]> {
  const modules = sourcesUnder(root, ['shared/src']).filter(
    ({ path }) => /^shared\/src\/[^/]+[.]ts$/.test(path) && !isTest(path),
  )
  return Promise.all(
    modules.map(async ({ path }) => ({ path, exports: (await import(join(root, path))) as Record<string, unknown> })),
  )
}

async function wordsOf(root: string, language: string): Promise<Map<string, string>> {
  const path = join(root, `shared/src/words/${language}.ts`)
  if (!existsSync(path)) throw new Error(`there are no words: shared/src/words/${language}.ts`)
  const words = ((await import(path)) as Record<string, Words | undefined>)[language]
  if (words === undefined) throw new Error(`shared/src/words/${language}.ts exports no ${language}`)
  return flat(words)
}
