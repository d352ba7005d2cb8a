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

type Narrowing = 'project' | 'service' | 'api' | 'app'

interface Table {
  from: string
  /** The column that each filter narrows; a filter that is missing here does not concern the table. */
  columns: Partial<Record<Narrowing, string>>
}

const SERVICES: Table = {
  from: 'FROM service WHERE died IS NULL',
  columns: { project: 'project_id', service: 'id' },
}
const APIS: Table = {
  from: 'FROM api JOIN service ON service.id = api.service_id WHERE api.died IS NULL',
  columns: { project: 'service.project_id', service: 'service.id', api: 'api.id' },
}
const APPS: Table = { from: 'FROM app WHERE died IS NULL', columns: { project: 'project_id', app: 'id' } }
const GRANTS: Table = {
  from: 'FROM auth JOIN api ON api.n = auth.api JOIN app ON app.n = auth.app WHERE auth.died IS NULL',
  columns: { project: 'app.project_id', service: 'api.service_id', api: 'api.id', app: 'app.id' },
}

export function readState(world: World, filter: StateFilter = {}): WorldState {
  const { counts, ...narrowing } = filter
  const given = Object.entries(narrowing).filter(([, value]) => value !== undefined)
  const args = Object.fromEntries(given)
  const narrowed = ({ from, columns }: Table) =>
    [from, ...given.flatMap(([name]) => (name in columns ? [`${columns[name as Narrowing]} = $${name}`] : []))].join(
      ' AND ',
    )
  const count = (table: Table) => world.get<{ n: number }>(`SELECT count(*) AS n ${narrowed(table)}`, args)?.n ?? 0
  const rows = <Row>(columns: string, table: Table) =>
    counts ? [] : world.all<Row>(`SELECT ${columns} ${narrowed(table)} ORDER BY 1, 2`, args)
  return {
    now: world.clock.now(),
    counts: { services: count(SERVICES), apis: count(APIS), apps: count(APPS), grants: count(GRANTS) },
    services: rows<ServiceState>(
      'id, project_id AS project, workspace_id AS workspace, name, owner, status, infer_type AS inferType',
      SERVICES,
    ),
    apis: rows<ApiState>('api.id, api.service_id AS service, api.name, api.auth_type AS authType', APIS),
    apps: rows<AppState>('id, project_id AS project, name, owner, updated_at AS updatedAt', APPS),
    grants: rows<GrantState>('api.id AS api, app.id AS app, auth.auth_id AS authId', GRANTS),
  }
}
