import type { World } from './world.ts'

/** Narrows a reading of the state; without it a large world answers a large text. */
export interface StateFilter {
  project?: string
  service?: string
  api?: string
  app?: string
  /** Only the counts. */
  counts?: boolean
}

export interface ServiceState {
  id: string
  project: string
  workspace: string
  name: string
  owner: string
  status: string
  inferType: string
}

export interface ApiState {
  id: string
  service: string
  name: string
  authType: string
}

export interface AppState {
  id: string
  project: string
  name: string
  owner: string
  updatedAt: number
}

export interface GrantState {
  api: string
  app: string
  authId: string
}

/** The cloud as it is now, without secrets. */
export interface WorldState {
  now: number
  counts: { services: number; apis: number; apps: number; grants: number }
  services: ServiceState[]
  apis: ApiState[]
  apps: AppState[]
  grants: GrantState[]
}

const SERVICES =
  'FROM service WHERE died IS NULL AND coalesce($project, project_id) = project_id AND coalesce($service, id) = id'
const APIS = `FROM api JOIN service ON service.id = api.service_id WHERE api.died IS NULL
  AND coalesce($project, service.project_id) = service.project_id AND coalesce($service, service.id) = service.id
  AND coalesce($api, api.id) = api.id`
const APPS = 'FROM app WHERE died IS NULL AND coalesce($project, project_id) = project_id AND coalesce($app, id) = id'
const GRANTS = `FROM auth JOIN api ON api.n = auth.api JOIN app ON app.n = auth.app WHERE auth.died IS NULL
  AND coalesce($project, app.project_id) = app.project_id AND coalesce($service, api.service_id) = api.service_id
  AND coalesce($api, api.id) = api.id AND coalesce($app, app.id) = app.id`

export function readState(world: World, filter: StateFilter = {}): WorldState {
  const { project = null, service = null, api = null, app = null } = filter
  const args = { project, service, api, app }
  const count = (from: string) => world.get<{ n: number }>(`SELECT count(*) AS n ${from}`, args)?.n ?? 0
  const rows = <Row>(columns: string, from: string) =>
    filter.counts ? [] : world.all<Row>(`SELECT ${columns} ${from}`, args)
  return {
    now: world.clock.now(),
    counts: { services: count(SERVICES), apis: count(APIS), apps: count(APPS), grants: count(GRANTS) },
    services: rows<ServiceState>(
      'id, project_id AS project, workspace_id AS workspace, name, owner, status, infer_type AS inferType',
      `${SERVICES} ORDER BY n`,
    ),
    apis: rows<ApiState>(
      'api.id, api.service_id AS service, api.name, api.auth_type AS authType',
      `${APIS} ORDER BY api.n`,
    ),
    apps: rows<AppState>('id, project_id AS project, name, owner, updated_at AS updatedAt', `${APPS} ORDER BY n`),
    grants: rows<GrantState>('api.id AS api, app.id AS app, auth.auth_id AS authId', `${GRANTS} ORDER BY auth.n`),
  }
}
