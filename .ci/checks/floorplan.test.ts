import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const plan = createRequire(import.meta.url)(join(root, 'floorplan.cjs')) as {
  forbidden: { name: string; from: { path?: string } }[]
}

/** A small house in which every rule is kept: what may be imported is imported here. */
const sound: Record<string, string> = {
  'tsconfig.json': '{}',
  'shared/package.json': '{"name":"@grantdesk/shared","type":"module","exports":{"./*":"./src/*.ts"}}',
  'node_modules/zod/package.json': '{"name":"zod","main":"index.js"}',
  'node_modules/zod/index.js': '',
  'node_modules/express/package.json': '{"name":"express","main":"index.js"}',
  'node_modules/express/index.js': '',
  'shared/src/kernel/limits.ts': 'export const LIMIT = 2',
  'shared/src/grants.ts': "import { z } from 'zod'\nexport type Grant = string\nexport const Grant = z",
  'server/src/kernel/clock.ts': 'export type Clock = () => number',
  'server/src/http/bind.ts': "import express from 'express'\nexport const bind = express",
  'server/src/storage/database.ts': 'export type Database = string\nexport const database = 1',
  'server/src/upstream/port.ts': 'export type Port = string',
  'server/src/upstream/modelarts/wire.ts': "import { z } from 'zod'\nexport const wire = z",
  'server/src/audit/index.ts': 'export type Event = string\nexport const chain = 1',
  'server/src/grants/index.ts': 'export type Row = string\nexport const grants = 1',
  'server/src/grants/rules.ts':
    "import type { Grant } from '@grantdesk/shared/grants'\nimport { LIMIT } from '@grantdesk/shared/kernel/limits'\nexport type G = Grant\nexport const g = LIMIT",
  'server/src/grants/store.ts':
    "import { database } from '../storage/database.ts'\nimport type { Event } from '../audit/index.ts'\nexport type E = Event\nexport const s = database",
  'server/src/grants/routes.ts': "import { bind } from '../http/bind.ts'\nexport const r = bind",
  'server/src/grants/show-grant.ts':
    "import type { Port } from '../upstream/port.ts'\nimport type { Database } from '../storage/database.ts'\nexport type P = [Port, Database]",
  'server/src/grants/show-grant.test.ts':
    "import { world } from '../../simulator/world.ts'\nimport { chain } from '../audit/index.ts'\nexport const t = [world, chain]",
  'server/simulator/world.ts':
    "import { wire } from '../src/upstream/modelarts/wire.ts'\nimport { LIMIT } from '@grantdesk/shared/kernel/limits'\nexport const world = [wire, LIMIT]",
  'web/src/ui/Table.tsx': 'export const Table = () => <table />',
  'web/src/app/paths.ts': 'export const paths = 1',
  'web/src/features/grants/GrantTable.tsx':
    "import { Table } from '../../ui/Table.tsx'\nimport { Grant } from '@grantdesk/shared/grants'\nexport const GrantTable = () => <Table key={String(Grant)} />",
  'web/src/app/pages/ApiPage.tsx':
    "import { GrantTable } from '../../features/grants/GrantTable.tsx'\nexport const ApiPage = GrantTable",
  'e2e/support/house.ts': "import type { Grant } from '@grantdesk/shared/grants'\nexport type G = Grant",
}

/** One violation for each rule: the file that commits it, and what stands in it. */
const planted: [rule: string, file: string, text: string][] = [
  ['no-circles', 'server/src/http/circle-b.ts', "import type { A } from './circle.ts'\nexport type B = A"],
  ['no-strangers', 'shared/src/stranger.ts', "import { x } from '@grantdesk/shared/nowhere'\nexport const y = x"],
  ['shared-stands-alone', 'shared/src/bad.ts', "import express from 'express'\nexport const x = express"],
  [
    'web-sees-shared',
    'web/src/lib/bad.ts',
    "import { bind } from '../../../server/src/http/bind.ts'\nexport const x = bind",
  ],
  [
    'server-sees-shared',
    'server/src/compose.ts',
    "import { world } from '../simulator/world.ts'\nexport const x = world",
  ],
  [
    'simulator-sees-wire',
    'server/simulator/bad.ts',
    "import type { Port } from '../src/upstream/port.ts'\nexport type X = Port",
  ],
  [
    'e2e-uses-the-front-door',
    'e2e/support/bad.ts',
    "import type { Row } from '../../server/src/grants/index.ts'\nexport type X = Row",
  ],
  ['kernel-is-pure', 'server/src/kernel/bad.ts', "import { z } from 'zod'\nexport const x = z"],
  ['rules-are-pure', 'server/src/apps/rules.ts', "import { z } from 'zod'\nexport const x = z"],
  [
    'rules-read-types',
    'server/src/apis/rules.ts',
    "import { Grant } from '@grantdesk/shared/grants'\nexport { Grant }",
  ],
  [
    'enter-by-the-door',
    'server/src/changes/intend.ts',
    "import type { G } from '../grants/rules.ts'\nexport type X = G",
  ],
  [
    'rooms-lend-types',
    'server/src/changes/carrying/carry-out.ts',
    "import { grants } from '../../grants/index.ts'\nexport const x = grants",
  ],
  ...stepsLookUp(),
  [
    'cellar-knows-no-rooms',
    'server/src/jobs/runner.ts',
    "import type { Row } from '../grants/index.ts'\nexport type X = Row",
  ],
  ['routes-speak-http', 'server/src/apps/show-app.ts', "import { bind } from '../http/bind.ts'\nexport const x = bind"],
  [
    'stores-speak-sql',
    'server/src/apps/list-apps.ts',
    "import { database } from '../storage/database.ts'\nexport const x = database",
  ],
  [
    'cloud-behind-the-port',
    'server/src/apps/view.ts',
    "import type { wire } from '../upstream/modelarts/wire.ts'\nexport type X = typeof wire",
  ],
  ['express-at-the-door', 'server/src/apps/store.ts', "import express from 'express'\nexport const x = express"],
  [
    'web-rooms-apart',
    'web/src/features/apps/AppPage.tsx',
    "import { GrantTable } from '../grants/GrantTable.tsx'\nexport const X = GrantTable",
  ],
  ['web-flows-down', 'web/src/ui/Bad.tsx', "import { paths } from '../app/paths.ts'\nexport const x = paths"],
  [
    'web-rooms-below-app',
    'web/src/features/apis/bad.ts',
    "import { paths } from '../../app/paths.ts'\nexport const x = paths",
  ],
  [
    'ui-knows-no-contract',
    'web/src/ui/Knows.tsx',
    "import type { Grant } from '@grantdesk/shared/grants'\nexport type X = Grant",
  ],
]

/** From each step a room looks at one of its own step or above; the type alone is too much. */
function stepsLookUp(): [string, string, string][] {
  const looks = ['audit', 'identity', 'policies', 'apps', 'changes', 'plans', 'reviews']
  const seen = ['reviews', 'policies', 'connections', 'apis', 'requests', 'reviews', 'inventory']
  return looks.map((from, step) => [
    `step-${step}-looks-down`,
    `server/src/${from}/look-up.ts`,
    `import type { Row } from '../${seen[step]}/index.ts'\nexport type X = Row`,
  ])
}

type Violation = { rule: { name: string }; from: string }

function violationsIn(house: string): string[] {
  const json = execFileSync(
    join(root, 'node_modules/.bin/depcruise'),
    '--config floorplan.cjs --output-type json web/src server/src server/simulator shared/src e2e'.split(' '),
    { cwd: house, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const { summary } = JSON.parse(json) as { summary: { violations: Violation[] } }
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
}

function put(house: string, file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true })
  writeFileSync(join(house, file), text)
}

let house: string
beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'floorplan-'))
  for (const [file, text] of Object.entries(sound)) put(house, file, text)
  mkdirSync(join(house, 'node_modules/@grantdesk'), { recursive: true })
  symlinkSync('../../shared', join(house, 'node_modules/@grantdesk/shared'))
  copyFileSync(join(root, 'floorplan.cjs'), join(house, 'floorplan.cjs'))
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

test('a house that keeps every rule is let through', () => {
  expect(violationsIn(house)).toEqual([])
})

test('every rule has a violation planted against it', () => {
  expect([...new Set(planted.map(([rule]) => rule))].toSorted()).toEqual(
    plan.forbidden.map(({ name }) => name).toSorted(),
  )
})

test('every folder with a door is a room of the plan', () => {
  const rooms = new RegExp(plan.forbidden.find(({ name }) => name === 'enter-by-the-door')?.from.path ?? 'no such rule')
  const doors = globSync('server/src/*/index.ts', { cwd: root })
  expect(doors.length).toBeGreaterThan(0)
  expect(doors.filter((door) => !rooms.test(door))).toEqual([])
})

test('every planted violation is found', () => {
  put(house, 'server/src/http/circle.ts', "import type { B } from './circle-b.ts'\nexport type A = B")
  for (const name of ['reviews', 'policies', 'connections', 'apis', 'requests', 'inventory'])
    put(house, `server/src/${name}/index.ts`, 'export type Row = string')
  for (const [, file, text] of planted) put(house, file, text)
  expect(violationsIn(house)).toEqual(expect.arrayContaining(planted.map(([rule, file]) => `${rule}: ${file}`)))
})
