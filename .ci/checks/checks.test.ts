import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { tooLong } from './file-length.ts'
import { filesOf, filesOnPage, tooHeavy, type Manifest } from './first-list.ts'
import { operationsNotBoundOnce, operationsWithoutPermission, routesPastTheContract } from './permissions.ts'
import { databaseClock } from './sql-clock.ts'
import { differences, flat, unknownKeys, unusedKeys } from './translations.ts'

const lines = (n: number) => 'x\n'.repeat(n)
const code = (text: string, path = 'server/src/a.ts') => [{ path, text }]

test('a file over 300 lines is found, a test over 400', () => {
  expect(tooLong(code(lines(300)))).toEqual([])
  expect(tooLong(code(lines(301)))).toEqual(['server/src/a.ts has 301 lines, 300 are allowed'])
  expect(tooLong(code(lines(400), 'a.test.tsx'))).toEqual([])
  expect(tooLong(code(lines(401), 'a.test.tsx'))).toHaveLength(1)
})

test.each([
  ['a migration', 'm.sql', 'create table t (\n at timestamptz default now()\n)', 'm.sql:2'],
  ['a template', 'a.ts', 'const q = sql`update t\n set at = NOW()  where id = ${id}`', 'a.ts:2'],
  ['the tail of a template', 'a.ts', 'sql`select ${x}, current_timestamp`', 'a.ts:1'],
  ['a string', 'a.ts', "db.raw('select clock_timestamp ( )')", 'a.ts:1'],
  ['a cast', 'a.ts', "sql`select 'now'::timestamptz`", 'a.ts:1'],
  ['a function by name', 'a.ts', "eb.fn('now', [])", 'a.ts:1'],
])("the database's clock is found in %s", (_, ...[path, text, where]) => {
  expect(databaseClock(code(text, path))).toEqual([expect.stringMatching(new RegExp(`^${where} asks the database`))])
})

test('the clock of our own is no clock of the database', () => {
  const text = 'const at = clock.now() // not now()\nconst d = Date.now()\nsql`select 1 -- never now()\n`'
  expect(databaseClock(code(text))).toEqual([])
  expect(databaseClock(code('-- no now() here\n/* nor\n now() */ select 1', 'm.sql'))).toEqual([])
})

const WORDS = ['anyone', 'admin']
const operation = { method: 'get', path: '/api/v1/apis/:api', may: 'admin' }

test('an operation that does not say who may call it is found', () => {
  const contracts = (more: object) => [
    { path: 'apis.ts', exports: { LIMIT: 3, Schema: {}, showApi: operation, ...more } },
  ]
  expect(operationsWithoutPermission(contracts({}), WORDS)).toEqual([])
  expect(operationsWithoutPermission(contracts({ open: { method: 'post', path: '/x' } }), WORDS)).toEqual([
    'apis.ts open (post /x) does not declare who may call it',
  ])
  expect(
    operationsWithoutPermission(contracts({ odd: { ...operation, path: '/x', may: 'everybody' } }), WORDS),
  ).toHaveLength(1)
  expect(operationsWithoutPermission(contracts({ twin: { ...operation, path: '/api/v1/apis/:id' } }), WORDS)).toEqual([
    'apis.ts twin is the same route as apis.ts showApi: get /api/v1/apis/:id',
  ])
})

test('an operation that is not bound exactly once is found', () => {
  const contracts = [{ path: 'apis.ts', exports: { showApi: operation, listApis: { ...operation, path: '/x' } } }]
  const both =
    'import { showApi as shown } from "x"\nbind(door, shown, one(needs))\nbind(door, contract.listApis, two(needs))'
  expect(operationsNotBoundOnce(contracts, code(both))).toEqual([])
  expect(operationsNotBoundOnce(contracts, code('bind(door, showApi, f)\nbind(door, showApi, g)'))).toEqual([
    'apis.ts showApi is bound 2 times',
    'apis.ts listApis is bound 0 times',
  ])
})

test('a route written past the contract is found', () => {
  const bound = 'bind(router, showApi, actor, handle)\nmap.get("/x")\napp.use(limit, guard)'
  expect(routesPastTheContract(code(bound), [])).toEqual([])
  expect(routesPastTheContract(code('let r\nr.get("/api/v1/secrets", (req, res) => res.json(1))'), [])).toEqual([
    'server/src/a.ts:2 routes /api/v1/secrets without an operation that says who may',
  ])
  for (const computed of ['door.router[e.method](e.path, f)', 'app.post(path, f)'])
    expect(routesPastTheContract(code(computed), [])).toEqual([
      'server/src/a.ts:1 routes (computed) without an operation that says who may',
    ])
  expect(routesPastTheContract(code('app.use(`/files`, serve)'), ['server/src/a.ts /files'])).toEqual([])
  expect(routesPastTheContract(code('1'), ['server/src/a.ts /files'])).toEqual([
    'server/src/a.ts /files is listed but is no route any more',
  ])
})

const en = flat({ grants: { on: 'On', apps_one: '{{count}} app', apps_other: '{{count}} apps' }, hi: 'Hi {{name}}' })

test('a translation that lacks, empties or bends a text is found', () => {
  const zh = flat({ grants: { on: '开', apps_other: '{{count}} 个应用' }, hi: '你好 {{name}}' })
  expect(differences({ en, zh })).toEqual([])
  expect(differences({ en, zh: new Map([...zh].filter(([key]) => key !== 'grants.on')) })).toEqual([
    'zh lacks grants.on',
  ])
  expect(differences({ en, zh: new Map([...zh, ['only', '只']]) })).toEqual(['en lacks only'])
  expect(differences({ en, zh: new Map([...zh, ['grants.on', ' ']]) })).toEqual(['zh leaves grants.on empty'])
  expect(differences({ en, zh: new Map([...zh, ['hi', '你好 {{nom}}']]) })).toEqual(['the placeholders of hi differ'])
})

test('a key that no language has is found, and one that nobody asks for', () => {
  const known = new Set(en.keys())
  const page = (text: string) => code(text, 'web/src/Page.tsx')
  const sound = '<p title={t("hi")}>{t("grants.apps", { count })}{t(`grants.${state}`)}<Trans i18nKey="hi" /></p>'
  expect(unknownKeys(page(sound), known)).toEqual([])
  expect(unusedKeys(page(sound), known)).toEqual([])
  expect(unknownKeys(page('i18n.t("grants.off")'), known)).toEqual([
    'web/src/Page.tsx:1 asks for grants.off, which no language has',
  ])
  expect(unknownKeys(page('t(`apps.${x}`)'), known)).toEqual([
    'web/src/Page.tsx:1 asks for apps.…, which no language has',
  ])
  expect(unusedKeys(page('t(`grants.${state}`)'), known)).toEqual(['nothing asks for hi'])
})

test('a first list over 220 kB is found, counting what it imports statically and nothing else', () => {
  const manifest: Manifest = {
    'index.html': { file: 'a.js', isEntry: true, imports: ['_v.js'], css: ['a.css'] },
    'list.tsx': { file: 'list.js', imports: ['index.html', '_v.js'] },
    '_v.js': { file: 'v.js' },
    'other.tsx': { file: 'other.js' },
  }
  const files = filesOf(manifest, ['list.tsx'])
  expect(files).toEqual(['a.css', 'a.js', 'list.js', 'v.js'])
  // Random bytes cannot be zipped, so these are their own weight and a little more.
  expect(tooHeavy(files, () => randomBytes(54_000))).toEqual([])
  expect(tooHeavy(files, () => randomBytes(56_000))).toEqual([expect.stringMatching(/^the first list weighs 224/)])
  expect(tooHeavy(files, () => Buffer.alloc(1_000_000))).toEqual([])
  expect(() => filesOf(manifest, ['gone.tsx'])).toThrow('no chunk gone.tsx')
})

test('a script that the page names outside of the manifest is weighed too', () => {
  const page = '<script src="/theme.js"></script><link rel="stylesheet" href="/assets/a.css"><link href="/icon.svg">'
  expect(filesOnPage(page)).toEqual(['theme.js', 'assets/a.css'])
})
