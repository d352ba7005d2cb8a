import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DemoConnection, demoConnections, demoUsers, NORTH } from './demo-accounts.ts'
import type { Log, WorldState } from './index.ts'
import { overControl, signedBy } from './testing.ts'

interface Ready {
  ready: true
  url: string
  controlUrl: string
  clockOffsetMs: number
  connections: DemoConnection[]
}

const children: ChildProcess[] = []
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) await ended(child, () => child.kill('SIGKILL'))
  rmSync(folder, { recursive: true })
})

async function ended(child: ChildProcess, end: () => void): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  end()
  return (await exit)[0]
}

async function start(seed = 'demo'): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = fork(join(import.meta.dirname, 'main.ts'), ['--folder', folder, '--seed', seed], { execArgv: [] })
  children.push(child)
  const [ready] = (await once(child, 'message')) as [Ready]
  return { child, ready }
}

async function control<Body = Record<string, unknown>>(ready: Ready, path: string, body?: unknown): Promise<Body> {
  return (await overControl<Body>(ready.controlUrl + path, body === undefined ? 'GET' : 'POST', body)).body
}

const stateOf = (ready: Ready) => control<WorldState>(ready, '/state')

function named<Row extends { name: string }>(rows: Row[], name: string): Row {
  const row = rows.find((one) => one.name === name)
  if (!row) throw new Error(`the demo world has no ${name}`)
  return row
}

/** Grants as the demo's claims team, and answers the pair. */
async function grant(ready: Ready, at: Date): Promise<{ api: string; app: string }> {
  const state = await stateOf(ready)
  const api = named(state.apis, 'infer_claims_triage')
  const app = named(state.apps, 'claims-sandbox')
  const response = await fetch(
    `${ready.url}/v1/${NORTH}/services/${api.service}/app-auth-apis/${api.id}/app-auth-api`,
    {
      method: 'POST',
      headers: signedBy(demoUsers.claims.accessKey, at),
      body: JSON.stringify({ apps: [{ app_id: app.id }] }),
    },
  )
  expect(await response.json()).toMatchObject({ auth_result: [{ success: true }] })
  return { api: api.id, app: app.id }
}

test('the world survives a kill exactly as it was answered', async () => {
  const first = await start()
  expect(first.ready.connections).toEqual(demoConnections)
  await control(first.ready, '/switches', { putReports: 'named' })
  await control(first.ready, '/faults', { kind: 'late', ms: 3_600_000, operation: 'UpdateAuthApiToApigApps' })
  await control(first.ready, '/clock', { shiftMs: 86_400_000 })
  const pair = await grant(first.ready, new Date(Date.now() + 86_400_000))
  const { now: _, ...before } = await stateOf(first.ready)
  const log = await control(first.ready, '/log')
  await ended(first.child, () => first.child.kill('SIGKILL'))

  const second = await start()
  const { now: __, ...after } = await stateOf(second.ready)
  expect(after).toEqual(before)
  expect(after.grants).toContainEqual({ ...pair, authId: expect.any(String) })
  expect(await control(second.ready, '/log')).toEqual(log)
  expect(await control(second.ready, '/switches')).toMatchObject({ putReports: 'named' })
  expect(await control(second.ready, '/faults')).toMatchObject([{ kind: 'late' }])
  expect(second.ready.clockOffsetMs).toBe(86_400_000)
})

test('every answered write survives a kill in the midst of others', async () => {
  const first = await start()
  const before = await stateOf(first.ready)
  const api = named(before.apis, 'infer_claims_triage')
  const url = `${first.ready.url}/v1/${NORTH}/services/${api.service}/app-auth-apis/${api.id}/app-auth-api`
  const answered: string[] = []
  const toggle = async (app_id: string) => {
    for (let on = true; ; on = !on) {
      const headers = signedBy(demoUsers.claims.accessKey, new Date())
      const response = await fetch(url, {
        method: on ? 'POST' : 'DELETE',
        headers,
        body: JSON.stringify({ apps: [{ app_id }] }),
      })
      answered.push(response.headers.get('x-request-id') ?? '')
    }
  }
  const apps = ['claims-sandbox', '实习生项目2026', '代步车服务'].map(
    (name) => before.apps.find((app) => app.name === name)?.id ?? '',
  )
  const togglers = apps.map((app) => toggle(app).catch(() => 'cut'))
  await expect.poll(() => answered.length).toBeGreaterThan(60)
  first.child.kill('SIGKILL')
  await Promise.all(togglers)

  const second = await start()
  const { requests, transitions } = await control<Log>(second.ready, '/log')
  const kept = new Set(requests.filter((request) => request.status === 200).map((request) => request.requestId))
  expect(answered.filter((requestId) => !kept.has(requestId))).toEqual([])
  const pairs = new Set(before.grants.map(({ api: one, app }) => `${one} ${app}`))
  for (const { kind, apiId, appId } of transitions) {
    if (kind === 'grant') pairs.add(`${apiId} ${appId}`)
    else pairs.delete(`${apiId} ${appId}`)
  }
  const after = await stateOf(second.ready)
  expect(new Set(after.grants.map(({ api: one, app }) => `${one} ${app}`))).toEqual(pairs)
})

test('an effect that was due while the process was dead happens after it', async () => {
  const first = await start()
  await control(first.ready, '/faults', { kind: 'lost', effect: { laterMs: 50 } })
  await expect(grant(first.ready, new Date())).rejects.toThrow('fetch failed')
  const { counts } = await stateOf(first.ready)
  await ended(first.child, () => first.child.kill('SIGKILL'))
  await new Promise((resolve) => setTimeout(resolve, 60))
  const second = await start()
  expect((await stateOf(second.ready)).counts.grants).toBe(counts.grants + 1)
})

test('a folder that has a world keeps it, whatever seed is asked for', async () => {
  const first = await start('empty')
  await ended(first.child, () => first.child.kill('SIGTERM'))
  const second = await start('demo')
  expect((await stateOf(second.ready)).counts.services).toBe(0)
})

test('the parent hears of every change of the clock', async () => {
  const { child, ready } = await start('empty')
  const heard = once(child, 'message')
  await control(ready, '/clock', { shiftMs: 5_000 })
  expect((await heard)[0]).toEqual({ clockOffsetMs: 5_000 })
})

test('it ends cleanly by SIGTERM and with its parent, but not by the Ctrl-C of its group', async () => {
  const first = await start('empty')
  first.child.kill('SIGINT')
  expect(await stateOf(first.ready)).toMatchObject({ counts: { services: 0 } })
  expect(await ended(first.child, () => first.child.kill('SIGTERM'))).toBe(0)
  const second = await start('empty')
  expect(await ended(second.child, () => second.child.disconnect())).toBe(0)
})

test('two processes never share one folder', async () => {
  await start('empty')
  const second = fork(join(import.meta.dirname, 'main.ts'), ['--folder', folder], { execArgv: [], silent: true })
  children.push(second)
  let told = ''
  second.stderr?.on('data', (chunk) => (told += chunk))
  expect(await ended(second, () => {})).not.toBe(0)
  expect(told).toContain('database is locked')
})
