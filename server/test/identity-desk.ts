import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as audit from '@grantdesk/shared/audit'
import * as identity from '@grantdesk/shared/identity'
import type { Endpoint } from '@grantdesk/shared/kernel/endpoint'
import { createApp } from '../src/app.ts'
import { auditRoutes, recorder } from '../src/audit/index.ts'
import { sealBatch } from '../src/audit/seal-events.ts'
import {
  COOKIE,
  createIdentity,
  type DemoScopes,
  type Identity,
  identityRoutes,
  peopleStore,
} from '../src/identity/index.ts'
import type { Clock } from '../src/kernel/clock.ts'
import { silentLog } from '../src/kernel/log.ts'
import type { Database } from '../src/storage/database.ts'
import { createWork } from '../src/storage/work.ts'

const isEndpoint = (thing: object): thing is Endpoint => 'path' in thing && 'may' in thing

const ENDPOINTS = [...Object.values<object>(identity), ...Object.values<object>(audit)].filter(isEndpoint)

/** The clock of the desk; a test moves it by hand. */
export const START = new Date('2026-03-02T08:00:00.000Z')

export const DEMO: DemoScopes = {
  reviewed: [{ of: 'connection', id: 'conn1' as never }],
  owned: ['app1', 'app2'],
  ownedByReviewer: ['app3'],
}

type Setup = { demo?: boolean; signInsPerMinute?: number }

/** The front door with the rooms of people and of the audit log, over HTTP, on a database that is given. */
export async function openDesk(database: Database, { demo = false, signInsPerMinute = 10_000 }: Setup = {}) {
  const clock = { at: START, now: () => clock.at }
  const work = createWork({
    database,
    clock,
    bind: (unit) => ({ audit: recorder(unit), people: peopleStore(unit.tx) }),
  })
  const names = new Map([['app1', 'Claims app']])
  const room = await createIdentity({
    database,
    work,
    clock,
    demo,
    log: silentLog,
    version: '0.0.0',
    secret: 'Zq8'.repeat(16),
    namesOf: async () => (scope) => (scope.of === 'everything' ? null : (names.get(scope.id) ?? null)),
  })
  const { server, origin } = await listening(appOf(room, { database, clock, signInsPerMinute }))
  return {
    room,
    clock,
    database,
    origin,
    browser: () => browser(origin),
    events: () => eventsOf(database),
    seal: async () => sealBatch(database),
    async close() {
      server.close()
      server.closeAllConnections()
      await database.close()
    },
  }
}

type Beside = { database: Database; clock: Clock; signInsPerMinute: number }

const appOf =
  ({ actorOf, operations }: Identity, { database, clock, signInsPerMinute }: Beside) =>
  (origin: URL): RequestListener =>
    createApp({
      origin,
      proxies: 0,
      version: '0.0.0',
      cookie: COOKIE,
      webFolder: '/nonexistent',
      endpoints: ENDPOINTS,
      actorOf,
      signInsPerMinute,
      log: silentLog,
      routes: (door) => {
        identityRoutes(door, operations)
        auditRoutes(door, { database, clock })
      },
    })

async function listening(appAt: (origin: URL) => RequestListener) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', appAt(new URL(origin)))
  return { server, origin }
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

async function eventsOf(database: Database): Promise<Record<string, unknown>[]> {
  const { rows } = await database.query(
    'select e.canonical from audit_event e left join audit_pending p on p.event = e.id order by p.n',
  )
  return rows.map((row) => JSON.parse(String(row['canonical'])) as Record<string, unknown>)
}

export type Reply = { status: number; body: Record<string, unknown>; headers: Headers; text: string }
type Options = { body?: unknown; version?: number; key?: string | null; headers?: Record<string, string> }

let keys = 0

/** Keeps its cookie as a browser does, and sends what our own script sends. */
function browser(origin: string) {
  const self = {
    cookie: null as string | null,
    async send(method: string, path: string, { body, version, key, headers }: Options = {}): Promise<Reply> {
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers: {
          'X-Grantdesk': '1',
          ...(self.cookie === null ? {} : { Cookie: self.cookie }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
          ...(method === 'GET' || key === null ? {} : { 'Idempotency-Key': key ?? `key-${++keys}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      for (const line of answer.headers.getSetCookie()) keep(line)
      const text = await answer.text()
      return { status: answer.status, headers: answer.headers, text, body: jsonOf(text) }
    },
    get: (path: string, options?: Options) => self.send('GET', path, options),
    post: (path: string, body?: unknown, options?: Options) => self.send('POST', path, { ...options, body }),
    put: (path: string, body?: unknown, options?: Options) => self.send('PUT', path, { ...options, body }),
    delete: (path: string, options?: Options) => self.send('DELETE', path, options),
  }
  const keep = (line: string): void => {
    const [pair = ''] = line.split(';')
    self.cookie = /max-age=0/i.test(line) ? null : pair
  }
  return self
}

const jsonOf = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

export type Browser = ReturnType<typeof browser>

export const ADMIN = { name: 'Ada Root', email: 'ada@example.com', password: 'correct horse battery' }

/** A desk with its first admin, who is signed in. */
export async function deskWithAdmin(database: Database, setup?: Setup) {
  const desk = await openDesk(database, setup)
  const code = await desk.room.firstAdminCode()
  const admin = desk.browser()
  const made = await admin.post('/api/v1/first-admin', { code, ...ADMIN })
  const id = (made.body['person'] as { id: string }).id
  return { ...desk, admin, adminId: id, code: code ?? '' }
}

/** Adds a person, who signs in. */
export async function addPerson(desk: Desk & { admin: Browser }, name: string) {
  const account = { name, email: `${name.toLowerCase()}@example.com`, password: `password of ${name}` }
  const added = await desk.admin.post('/api/v1/people', account)
  const self = desk.browser()
  await self.post('/api/v1/session', { email: account.email, password: account.password })
  return { ...self, self, account, id: String(added.body['id']), version: Number(added.body['version']) }
}
