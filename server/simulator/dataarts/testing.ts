import { type Simulator, type SimulatorOptions, startSimulator } from '../index.ts'
import type { WorldDraft } from '../draft.ts'
import { type Answered, signedBy } from '../testing.ts'
import type { DataArtsDraft } from './draft.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** The instant at which the small world begins. */
export const START = Date.UTC(2026, 10, 21, 8, 30)

/** The instant so many whole hours after the hour before the start, as the cloud wants to be told it. */
export function hours(count: number): string {
  return new Date(hoursMs(count)).toISOString()
}

export function hoursMs(count: number): number {
  return Math.floor(START / HOUR) * HOUR + count * HOUR
}

const user = (name: string) => ({
  id: `user-${name}`,
  name,
  accessKey: `AK${name.toUpperCase()}`,
  projects: ['p1'],
})

const api = (id: string, more: Partial<NonNullable<DataArtsDraft['apis']>[number]> = {}) => ({
  id,
  workspace: 'core',
  name: `name_${id}`,
  manager: 'user-rita',
  creator: 'user-dev',
  on: [{ cluster: 'c1' }],
  ...more,
})

const app = (id: string, more: Partial<NonNullable<DataArtsDraft['apps']>[number]> = {}) => ({
  id,
  workspace: 'core',
  name: `name_${id}`,
  creator: 'user-otto',
  ...more,
})

const studio: DataArtsDraft = {
  studios: [{ id: 'studio', project: 'p1' }],
  workspaces: [
    {
      id: 'core',
      studio: 'studio',
      name: '核心数据',
      isDefault: true,
      owner: 'user-dev',
      createdAt: START - 300 * DAY,
      members: [
        { user: 'user-dev', role: 'admin' },
        { user: 'user-rita', role: 'developer' },
        { user: 'user-rolf', role: 'operator' },
        { user: 'user-otto', role: 'developer' },
        { user: 'user-vera', role: 'viewer' },
      ],
      approvers: ['user-rita', 'user-rolf'],
    },
    {
      id: 'other',
      studio: 'studio',
      name: 'other',
      owner: 'user-dev',
      createdAt: START - 200 * DAY,
      members: [
        { user: 'user-dev', role: 'admin' },
        { user: 'user-otto', role: 'developer' },
      ],
    },
  ],
  clusters: [
    { id: 'c1', studio: 'studio', name: 'cluster one' },
    { id: 'c2', studio: 'studio', name: 'cluster two', type: 'DLM' },
  ],
  apis: [
    api('api-a', { on: [{ cluster: 'c1' }, { cluster: 'c2', status: 'API_STATUS_STOPPED' }], createdAt: START - DAY }),
    api('api-two', { on: [{ cluster: 'c1' }, { cluster: 'c2' }], visibility: 'PROJECT', createdAt: START - 2 * DAY }),
    api('api-iam', { authType: 'IAM', createdAt: START - 3 * DAY }),
    api('api-open', { authType: 'NONE', createdAt: START - 4 * DAY }),
    api('api-kept', { retentionHours: 100, createdAt: START - 5 * DAY }),
    api('api-rolf', { manager: 'user-rolf', createdAt: START - 6 * DAY }),
    api('api-new', { on: [], createdAt: START - 7 * DAY }),
    api('api-shared', { edition: 'SHARED', on: [{ cluster: 'APIG' }] }),
  ],
  apps: [
    app('app-a'),
    app('app-b'),
    app('app-c'),
    app('app-dlm', { type: 'DLM' }),
    app('app-iam', { type: 'IAM', name: 'account' }),
    app('app-dev', { creator: 'user-dev' }),
    app('app-other', { workspace: 'other' }),
    app('app-shared', { edition: 'SHARED' }),
  ],
  relations: [
    { api: 'api-a', app: 'app-a', cluster: 'c1', expiresAt: hoursMs(240), approvedAt: START - 10 * DAY },
    { api: 'api-two', app: 'app-a', cluster: 'c1', expiresAt: hoursMs(100), approvedAt: START - 10 * DAY },
    { api: 'api-two', app: 'app-a', cluster: 'c2', expiresAt: hoursMs(-48), approvedAt: START - 90 * DAY },
  ],
}

const smallStudio: WorldDraft = {
  projects: [
    { id: 'p1', region: 'cn-north-4' },
    { id: 'p2', region: 'cn-north-4' },
  ],
  users: [
    user('dev'),
    user('rita'),
    user('rolf'),
    user('otto'),
    user('vera'),
    { ...user('stranger'), projects: ['p1', 'p2'] },
  ],
  dataarts: studio,
}

/** The simulator in memory with the small studio; its clock stands until it is moved by the control. */
export async function startStudio(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({ seed: 'empty', clock: { now: () => START }, ...options })
  simulator.control.plant(smallStudio)
  return simulator
}

export interface Setting {
  workspace?: string | null
  edition?: 'SHARED' | 'EXCLUSIVE' | null
  headers?: Record<string, string>
}

/** A user of DataService in one workspace and one edition. */
export class StudioUser {
  readonly #simulator: Simulator
  readonly #accessKey: string
  readonly #headers: Record<string, string>

  constructor(simulator: Simulator, name: string, setting: Setting = {}) {
    const { workspace = 'core', edition = 'EXCLUSIVE', headers = {} } = setting
    this.#simulator = simulator
    this.#accessKey = name.startsWith('HST') ? name : `AK${name.toUpperCase()}`
    this.#headers = {
      ...(workspace !== null && { workspace }),
      ...(edition !== null && { 'Dlm-Type': edition }),
      ...headers,
    }
  }

  async send<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answered<Body>> {
    const url = path.startsWith('/v') ? path : `/v1/p1/service${path}`
    const response = await fetch(this.#simulator.dataartsUrl + url, {
      method,
      headers: {
        ...signedBy(this.#accessKey, new Date(this.#simulator.control.clock().now)),
        ...this.#headers,
        'Content-Type': 'application/json;charset=utf8',
      },
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

  /** One of the five actions; the answer as `204` or the code of the refusal. */
  async act(type: Act, pair: { api?: string; app?: string; cluster?: string; time?: string }): Promise<string> {
    const { status, body } = await this.post<{ error_code: string } | null>('/apis/authorize/action', {
      api_id: pair.api ?? 'api-a',
      app_id: pair.app ?? 'app-b',
      instance_id: pair.cluster ?? 'c1',
      apply_type: `APPLY_TYPE_${type}`,
      ...(pair.time !== undefined && { time: pair.time }),
    })
    return body === null ? String(status) : body.error_code
  }

  /** What an API's list of apps says, in short: `app cluster state expiry`. */
  async appsOf(api: string): Promise<string[]> {
    const { body } = await this.get<{ records: AppRecord[] }>(`/authorize/apis/${api}?limit=100&offset=0`)
    return body.records.map((row) => [row.app_id, row.instance_id, row.relationship_type, hourOf(row)].join(' '))
  }

  async records(path: string): Promise<TicketRecord[]> {
    return (await this.get<{ records: TicketRecord[] }>(path)).body.records
  }
}

export type Act = 'AUTHORIZE' | 'API_CANCEL_AUTHORIZE' | 'APP_CANCEL_AUTHORIZE' | 'APPLY' | 'RENEW'

interface AppRecord {
  app_id: string
  instance_id: string
  relationship_type: string
  api_using_time: number
}

const hourOf = ({ api_using_time }: AppRecord) => (api_using_time - hoursMs(0)) / HOUR

export interface TicketRecord {
  id: string
  api_id: string
  app_id: string
  api_apply_status: string
  api_apply_type: string
  api_using_time: number
  approver_name: string
  user_name: string
}
