import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import type { Connection } from '@grantdesk/shared/connections'
import type { AccessRow, Grant } from '@grantdesk/shared/grants'
import type { Problem } from '@grantdesk/shared/kernel/problem'
import { ApiClient } from '../support/api-client.ts'
import { type Product, startProduct } from '../support/product.ts'

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const COMMANDS = commandsUnder('## The same story by curl')

/** The first block of shell commands below a heading of the README. */
function commandsUnder(heading: string): string {
  const below = README.slice(README.indexOf(`\n${heading}\n`))
  return /```sh\n(.*?)```/s.exec(below)?.[1] ?? ''
}

/** The method and path of every call in the commands, in the form of the description. */
const callsOf = (commands: string): string[] =>
  commands
    .split('\n')
    .filter((line) => line.includes('"$DESK/api/'))
    .map((line) => {
      const path = /"\$DESK([^"?]*)/.exec(line)?.[1] ?? ''
      const method = /-X (\w+)/.exec(line)?.[1] ?? (line.includes(" -d '") ? 'POST' : 'GET')
      return `${method} ${path.replace('$API', '{api}').replace('$APP', '{app}')}`
    })

const hasCurl = (() => {
  try {
    execFileSync('curl', ['--version'])
    return true
  } catch {
    return false
  }
})()

type Transition = { kind: string; apiId: string | null; appId: string | null }

/** A world of its own: what is asserted depends on nobody else's switches. */
let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(async () => {
  expect(await product.stop()).toBe(0)
})

const control = async <T>(path: string): Promise<T> => (await (await fetch(product.control + path)).json()) as T
const grantsMade = async (): Promise<Transition[]> =>
  (await control<{ transitions: Transition[] }>('/log')).transitions.filter(({ kind }) => kind === 'grant')

test('the curl commands of the README work as pasted', async () => {
  test.skip(!hasCurl, 'this machine has no curl')
  const before = await grantsMade()
  const pasted = COMMANDS.replace('http://localhost:3000', product.url)
  expect(pasted).toContain(product.url)

  const { stdout } = await promisify(execFile)('bash', ['-e', '-c', pasted], { timeout: 45_000 })

  const answers = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
  const [session, first, second, settled, late] = answers as [
    { person: { id: string } },
    Grant,
    Grant,
    { rows: Grant[] },
    Problem,
  ]
  expect(answers).toHaveLength(5)
  expect(session.person.id).toBe('li-wei')
  expect(first).toMatchObject({ state: 'issuing', wanted: 'on' })
  expect(second).toEqual(first)
  expect(settled.rows).toMatchObject([{ api: first.api, app: first.app, state: 'active', actual: 'on' }])
  expect(late).toMatchObject({ code: 'stale', status: 412, current: { app: first.app, wanted: 'on' } })
  expect((await grantsMade()).length).toBe(before.length + 1)
})

test('every call of the README is in the description', async () => {
  const described = (await ApiClient.of(product.url)).calls()
  const calls = callsOf(COMMANDS)
  expect(calls.length).toBeGreaterThanOrEqual(6)
  for (const call of calls) expect(described).toContain(call)
})

test('a reviewer switches three apps on by the description alone, and one is refused by the cloud', async () => {
  const desk = await ApiClient.of(product.url)
  await desk.call('signInAsPersona', { body: { persona: 'li-wei' } })
  const unread = async (): Promise<string[]> =>
    (await desk.call<{ rows: Connection[] }>('listConnections')).rows
      .map(({ freshness }) => freshness.state)
      .filter((state) => state !== 'fresh')
  await expect.poll(unread, { timeout: 30_000 }).toEqual([])
  const found = await desk.call<{ rows: { api: { id: string; cloudId: string } }[] }>('listApis', {
    query: { search: 'service-claims-triage' },
  })
  const api = found.rows[0]?.api ?? { id: '', cloudId: '' }

  const unauthorized = { show: 'unauthorized', sort: 'updated', order: 'desc', limit: '200' }
  const list = await desk.call<{ rows: AccessRow[]; total: number }>('listAccess', {
    path: { api: api.id },
    query: unauthorized,
  })
  const moments = list.rows.map(({ app }) => app.updatedAt ?? '')
  expect(moments).toEqual(moments.toSorted().toReversed())
  expect(list.rows.every(({ grant }) => grant.actual !== 'on')).toBe(true)

  const able = list.rows.filter(({ grant }) => grant.allowed.on === true)
  const doomed = able.filter(({ app }) => app.name === 'settlement-archive-2019')
  const chosen = [...able.filter((row) => !doomed.includes(row)).slice(0, 2), ...doomed]
  expect(chosen).toHaveLength(3)
  const apps = chosen.map(({ grant }) => ({ app: grant.app, version: grant.version }))
  await desk.call('switchGrants', { path: { api: api.id }, body: { wanted: 'on', apps } })

  const ids = apps.map(({ app }) => app)
  const read = async (): Promise<Grant[]> =>
    (await desk.call<{ rows: Grant[] }>('listGrants', { path: { api: api.id }, query: { app: ids } })).rows
  const statesOf = async (): Promise<string[]> => {
    const rows = await read()
    return ids.map((id) => rows.find(({ app }) => app === id)?.state ?? 'missing')
  }
  await expect.poll(statesOf).toEqual(['active', 'active', 'failed'])

  const [one, two, refused] = chosen
  const rows = await read()
  expect(rows.find(({ app }) => app === refused?.app.id)?.change?.cloud).toMatchObject({
    status: 200,
    message: expect.stringContaining('The gateway instance of the app has been released.') as unknown,
  })
  const grants = await grantsMade()
  const inCloud = (app: string | undefined): boolean =>
    grants.some(({ apiId, appId }) => apiId === api.cloudId && appId === app)
  expect([one, two, refused].map((row) => inCloud(row?.app.cloudId))).toEqual([true, true, false])
})
