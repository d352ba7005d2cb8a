import { type Ask, param } from '../ask.ts'
import { live, type World } from '../world.ts'
import { refusal } from './errors.ts'
import type { Place } from './place.ts'
import type { ClusterRow, DataApiRow, DataAppRow, PublicationRow } from './rows.ts'

/** APIs with the names of their people, and where they belong. */
export const APIS = `data_api a JOIN studio_workspace w ON w.id = a.workspace_id JOIN studio s ON s.id = w.studio_id
  JOIN cloud_user m ON m.id = a.manager JOIN cloud_user c ON c.id = a.creator`
export const API_COLUMNS = 'a.*, s.project_id, w.studio_id, m.name AS manager_name, c.name AS creator_name'

/** Apps with the names of their people. */
export const APPS = `data_app p JOIN studio_workspace pw ON pw.id = p.workspace_id JOIN studio ps ON ps.id = pw.studio_id
  JOIN cloud_user pc ON pc.id = p.creator JOIN cloud_user pu ON pu.id = p.updater`
export const APP_COLUMNS = 'p.*, ps.project_id, pc.name AS creator_name, pu.name AS updater_name'

/** SQL: people of the workspace may know the API, as the market shows it (CreateApi, visibility). */
export const READABLE = `(a.workspace_id = $workspace OR a.visibility = 'DOMAIN'
  OR (a.visibility = 'PROJECT' AND s.project_id = $project))`

/** The API with this id, if people of the workspace may know it. */
export function readableApi(ask: Ask, { workspace, edition }: Place, id: string): DataApiRow {
  const api = ask.world.get<DataApiRow>(
    `SELECT ${API_COLUMNS} FROM ${APIS} WHERE a.id = $id AND a.edition = $edition AND ${READABLE} AND ${live('a')}`,
    { id, edition, workspace: workspace.id, project: workspace.project_id, seen: ask.seen },
  )
  if (!api) throw refusal.noApi()
  return api
}

export function apiOfPath(ask: Ask, place: Place): DataApiRow {
  return readableApi(ask, place, param(ask, 'api_id'))
}

/** SQL: apps of the workspace, and the one IAM app, which all workspaces share (user manual, apps). */
export const IN_REACH = `(p.workspace_id = $workspace OR (p.type = 'IAM' AND ps.project_id = $project))`

/** The app with this id, whichever workspace of the project it belongs to. */
export function anyApp(ask: Ask, { workspace, edition }: Place, id: string): DataAppRow {
  const app = ask.world.get<DataAppRow>(
    `SELECT ${APP_COLUMNS} FROM ${APPS} WHERE p.id = $id AND p.edition = $edition AND ps.project_id = $project
      AND ${live('p')}`,
    { id, edition, project: workspace.project_id, seen: ask.seen },
  )
  if (!app) throw refusal.noApp()
  return app
}

/** The app with this id, if it can be seen from the workspace. */
export function reachableApp(ask: Ask, place: Place, id: string): DataAppRow {
  const app = anyApp(ask, place, id)
  if (app.workspace_id !== place.workspace.id && app.type !== 'IAM') throw refusal.noApp()
  return app
}

const PUBLICATIONS = `SELECT p.*, coalesce(c.name, p.cluster) AS cluster_name, coalesce(c.type, 'APIG') AS cluster_type,
  coalesce(c.host, '') AS host FROM publication p LEFT JOIN cluster c ON c.id = p.cluster`

export function publicationsOf(world: World, api: { n: number }): PublicationRow[] {
  return world.all<PublicationRow>(`${PUBLICATIONS} WHERE p.api = $api ORDER BY cluster_name, p.cluster`, {
    api: api.n,
  })
}

export function clustersOf(world: World, studio: string): ClusterRow[] {
  return world.all<ClusterRow>('SELECT * FROM cluster WHERE studio_id = $studio ORDER BY name, id', { studio })
}

/** Whether the user is registered as a reviewer of the workspace. */
export function isApprover(world: World, workspace: string, user: string): boolean {
  return (
    world.get('SELECT 1 FROM approver WHERE workspace_id = $workspace AND user_id = $user', { workspace, user }) !==
    undefined
  )
}
