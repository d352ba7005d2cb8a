import { type Answer, type Ask, param } from '../ask.ts'
import { live } from '../world.ts'
import { apiOfPath, reachableApp } from './find.ts'
import { placeOf } from './place.ts'
import { page } from './query.ts'
import type { RelationRow } from './rows.ts'
import { timeShown } from './shapes.ts'

/** SQL: what the lists still show. */
function shown(ask: Ask): string {
  return ask.world.switches.dataarts.expired === 'gone' ? `${live('r')} AND r.lapsed = 0` : live('r')
}

interface AppOfApi extends RelationRow {
  app_id: string
  app_name: string
  cluster_name: string
}

/** GET /authorize/apis/{api_id} (SearchAuthorizeApp): one row for each app and cluster. */
export function listAppsOfApi(ask: Ask): Answer {
  const { world } = ask
  const api = apiOfPath(ask, placeOf(ask))
  const { limit, skip } = page(ask)
  const matching = `FROM relation r JOIN data_app p ON p.n = r.app LEFT JOIN cluster c ON c.id = r.cluster
    WHERE r.api = $api AND ${shown(ask)}`
  const args = { api: api.n, seen: ask.seen }
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${matching}`, args)?.total ?? 0
  const rows = world.all<AppOfApi>(
    `SELECT r.*, p.id AS app_id, p.name AS app_name, coalesce(c.name, r.cluster) AS cluster_name ${matching}
      ORDER BY p.n, r.cluster LIMIT $limit OFFSET $skip`,
    { ...args, limit, skip: world.switches.pastEnd === 'first' && skip >= total ? 0 : skip },
  )
  return { status: 200, body: { total, records: rows.map((row) => appRecord(ask, row)) } }
}

/** RecordForGetAuthApp. */
function appRecord({ world }: Ask, row: AppOfApi) {
  const isWhole = world.switches.dataarts.relationFields === 'described'
  return {
    app_id: row.app_id,
    app_name: row.app_name,
    ...(isWhole && { instance_id: row.cluster, instance_name: row.cluster_name, relationship_type: row.state }),
    api_using_time: timeShown(world, row.expires_at),
    approval_time: timeShown(world, row.approved_at),
    static_params: JSON.parse(row.static_params),
  }
}

interface ApiOfApp extends RelationRow {
  api_id: string
  api_name: string
  description: string
  manager_name: string
}

/** GET /authorize/apps/{app_id} (SearchBindApi): without the cluster, and with another name for the end. */
export function listApisOfApp(ask: Ask): Answer {
  const { world } = ask
  const app = reachableApp(ask, placeOf(ask), param(ask, 'app_id'))
  const { limit, skip } = page(ask)
  const matching = `FROM relation r JOIN data_api a ON a.n = r.api JOIN cloud_user m ON m.id = a.manager
    WHERE r.app = $app AND ${shown(ask)}`
  const args = { app: app.n, seen: ask.seen }
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${matching}`, args)?.total ?? 0
  const rows = world.all<ApiOfApp>(
    `SELECT r.*, a.id AS api_id, a.name AS api_name, a.description, m.name AS manager_name ${matching}
      ORDER BY a.n, r.cluster LIMIT $limit OFFSET $skip`,
    { ...args, limit, skip: world.switches.pastEnd === 'first' && skip >= total ? 0 : skip },
  )
  return { status: 200, body: { total, records: rows.map((row) => apiRecord(ask, row)) } }
}

/** ApiBasicInfo of SearchBindApi. */
function apiRecord({ world }: Ask, row: ApiOfApp) {
  return {
    id: row.api_id,
    name: row.api_name,
    description: row.description,
    approval_time: timeShown(world, row.approved_at),
    manager: row.manager_name,
    deadline: timeShown(world, row.expires_at),
    relationship_type: row.state,
    static_params: JSON.parse(row.static_params),
  }
}
