import type { World } from '../world.ts'

/** DataArts Studio as it is now, without secrets. */
export interface DataArtsState {
  counts: { apis: number; apps: number; relations: number; tickets: number }
  apis: { id: string; workspace: string; edition: string; name: string; authType: string; manager: string }[]
  apps: { id: string; workspace: string; edition: string; name: string; type: string; creator: string }[]
  relations: DataRelationState[]
  tickets: DataTicketState[]
}

export interface DataRelationState {
  api: string
  app: string
  cluster: string
  state: string
  expiresAt: number | null
  approvedAt: number | null
  /** Its time is over. */
  lapsed: boolean
}

export interface DataTicketState {
  id: string
  kind: 'application' | 'notice'
  type: string
  status: string
  api: string
  app: string | null
  cluster: string
  applicant: string
  approver: string
  usingTime: number | null
  runAt: number | null
}

export interface DataArtsFilter {
  workspace?: string
  api?: string
  app?: string
  counts?: boolean
}

export function readDataArts(world: World, { counts = false, ...filter }: DataArtsFilter = {}): DataArtsState {
  const args = { workspace: filter.workspace ?? null, api: filter.api ?? null, app: filter.app ?? null }
  const apiHere = '($api IS NULL OR a.id = $api) AND ($workspace IS NULL OR a.workspace_id = $workspace)'
  const appHere = '($app IS NULL OR p.id = $app)'
  const sources = {
    apis: `FROM data_api a WHERE a.died IS NULL AND ${apiHere}`,
    apps: `FROM data_app p WHERE p.died IS NULL AND ${appHere} AND ($workspace IS NULL OR p.workspace_id = $workspace)`,
    relations: `FROM relation r JOIN data_api a ON a.n = r.api JOIN data_app p ON p.n = r.app
      WHERE r.died IS NULL AND ${apiHere} AND ${appHere}`,
    tickets: `FROM ticket t JOIN data_api a ON a.n = t.api LEFT JOIN data_app p ON p.n = t.app
      WHERE t.died IS NULL AND ${apiHere} AND ${appHere}`,
  }
  const count = (name: keyof typeof sources) =>
    world.get<{ n: number }>(`SELECT count(*) AS n ${sources[name]}`, args)?.n ?? 0
  const rows = <Row>(columns: string, name: keyof typeof sources) =>
    counts ? [] : world.all<Row>(`SELECT ${columns} ${sources[name]} ORDER BY 1, 2, 3`, args)
  return {
    counts: { apis: count('apis'), apps: count('apps'), relations: count('relations'), tickets: count('tickets') },
    apis: rows('a.id, a.workspace_id AS workspace, a.edition, a.name, a.auth_type AS authType, a.manager', 'apis'),
    apps: rows('p.id, p.workspace_id AS workspace, p.edition, p.name, p.type, p.creator', 'apps'),
    relations: rows<Omit<DataRelationState, 'lapsed'> & { lapsed: number }>(
      `a.id AS api, p.id AS app, r.cluster, r.state, r.expires_at AS expiresAt, r.approved_at AS approvedAt, r.lapsed`,
      'relations',
    ).map((row) => ({ ...row, lapsed: row.lapsed === 1 })),
    tickets: rows(
      `t.id, t.kind, t.type, t.status, a.id AS api, p.id AS app, t.cluster, t.applicant, t.approver,
        t.using_time AS usingTime, t.run_at AS runAt`,
      'tickets',
    ),
  }
}
