import { createHash } from 'node:crypto'
import type { WorldDraft } from './draft.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from './index.ts'

/** An answer of the simulated cloud as a test looks at it. */
export interface Answered<Body = Record<string, unknown>> {
  status: number
  headers: Headers
  body: Body
}

/** A cloud user who sends well-formed requests. Bodies are typed by the caller of each request. */
export class TestUser {
  readonly #simulator: Simulator
  readonly #accessKey: string

  constructor(simulator: Simulator, accessKey: string) {
    this.#simulator = simulator
    this.#accessKey = accessKey
  }

  async send<Body>(method: string, path: string, body?: unknown): Promise<Answered<Body>> {
    const response = await fetch(this.#simulator.url + path, {
      method,
      headers: signedBy(this.#accessKey, new Date(this.#simulator.control.clock().now)),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }

  get<Body = Record<string, unknown>>(path: string): Promise<Answered<Body>> {
    return this.send<Body>('GET', path)
  }

  post<Body = Record<string, unknown>>(path: string, body: unknown): Promise<Answered<Body>> {
    return this.send<Body>('POST', path, body)
  }
}

/** Headers of the shape that the gateway wants; the signature itself is not computed. */
export function signedBy(accessKey: string, at: Date): Record<string, string> {
  const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const signature = createHash('sha256').update(date).digest('hex')
  return {
    'Content-Type': 'application/json',
    'X-Sdk-Date': date,
    Authorization: `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=host;x-sdk-date, Signature=${signature}`,
  }
}

/** Names of the small world, shared by the tests. */
export const small = {
  project: 'p1',
  service: 'service-one',
  api: 'api-one',
  bare: 'service-bare',
  keys: { owner: 'AKOWNER', updater: 'AKUPDATER', stranger: 'AKSTRANGER', reader: 'AKREADER', other: 'AKOTHER' },
}

const user = (name: string, projects: string[] = [small.project], role: 'member' | 'reader' = 'member') => ({
  id: `user-${name}`,
  name,
  accessKey: `AK${name.toUpperCase()}`,
  role,
  projects,
})

const app = (id: string, owner: string, day: number) => ({
  id,
  project: small.project,
  name: `name-${id}`,
  owner: `user-${owner}`,
  createdAt: Date.UTC(2026, 0, day),
  updatedAt: Date.UTC(2026, 5, 30 - day),
})

const smallWorld: WorldDraft = {
  projects: [
    { id: 'p1', region: 'cn-north-4' },
    { id: 'p2', region: 'cn-north-4' },
  ],
  workspaces: [{ id: 'w1', project: 'p1', name: 'workspace one' }],
  users: [user('owner'), user('updater'), user('stranger'), user('reader', ['p1'], 'reader'), user('other', ['p2'])],
  services: [
    {
      id: small.service,
      project: 'p1',
      name: 'Service One',
      owner: 'user-owner',
      publishedAt: Date.UTC(2026, 0, 2),
      access: [
        { user: 'user-updater', may: 'update' },
        { user: 'user-reader', may: 'see' },
      ],
    },
    { id: small.bare, project: 'p1', name: 'bare', owner: 'user-owner', publishedAt: Date.UTC(2026, 0, 1) },
    {
      id: 'service-foreign',
      project: 'p1',
      name: 'foreign',
      owner: 'user-stranger',
      publishedAt: Date.UTC(2026, 0, 3),
    },
  ],
  apis: [
    { id: small.api, service: small.service },
    { id: 'api-foreign', service: 'service-foreign', authType: 'NONE' },
  ],
  apps: [
    app('app-a', 'owner', 3),
    app('app-b', 'owner', 1),
    app('app-c', 'owner', 2),
    app('app-x', 'stranger', 4),
    { ...app('app-frozen', 'owner', 5), refusal: 'The app is frozen.' },
  ],
  grants: [{ api: small.api, app: 'app-a' }],
}

/** The simulator in memory with the small world. */
export async function startSmall(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({ seed: 'empty', ...options })
  simulator.control.plant(smallWorld)
  return simulator
}

/** The URL at which grants of the small world's API are written. */
export const AUTH_URL = `/v1/${small.project}/services/${small.service}/app-auth-apis/${small.api}/app-auth-api`
export const AUTHS_URL = `/v1/${small.project}/services/${small.service}/app-auth-apis/${small.api}/api-auths`

/** A request body that names the apps. */
export const naming = (...ids: string[]) => ({ apps: ids.map((app_id) => ({ app_id })) })

/** The apps that the cloud holds as granted to the API of the small world. */
export function grantedNow({ control }: Simulator): string[] {
  return control
    .state({ api: small.api })
    .grants.map((grant) => grant.app)
    .toSorted()
}

/** One call of the control interface over HTTP. */
export async function overControl<Body = Record<string, unknown>>(
  url: string,
  method: 'GET' | 'POST' | 'DELETE' = 'GET',
  body?: unknown,
): Promise<{ status: number; body: Body }> {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, body: JSON.parse(await response.text()) }
}
