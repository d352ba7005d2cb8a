import { type Answer, type Ask, param } from '../ask.ts'
import { refusal } from './errors.ts'
import { placeOf } from './place.ts'
import { needle, text, whole } from './query.ts'

interface ApproverRow {
  id: string
  workspace_id: string
  user_id: string
  user_name: string
  email: string
  phone: string
  department: string
  created_at: number
}

/** GET /authorizeapply/approver (ListDataServiceApprovers): pages from 1, totals as text, personal data in every row. */
export function listApprovers(ask: Ask): Answer {
  const { workspace } = placeOf(ask)
  const number = whole(ask, 'page', 1) ?? 1
  const size = whole(ask, 'size', 1) ?? 10
  const found = ask.world.all<ApproverRow>(
    `SELECT a.*, u.name AS user_name FROM approver a JOIN cloud_user u ON u.id = a.user_id
      WHERE a.workspace_id = $workspace AND instr(lower(u.name), $name) > 0 ORDER BY a.created_at, a.id`,
    { workspace: workspace.id, name: needle(text(ask, 'approver_name')) },
  )
  const shown = found.slice((number - 1) * size, number * size)
  return {
    status: 200,
    body: {
      total_records: String(found.length),
      size,
      total_pages: Math.ceil(found.length / size),
      approvers: shown.map((row) => approverShape(row, workspace.project_id)),
    },
  }
}

function approverShape(row: ApproverRow, project: string) {
  return {
    id: row.id,
    approver_name: row.user_name,
    user_id: row.user_id,
    user_name: row.user_name,
    email: row.email,
    phone_number: row.phone,
    department: row.department,
    description: '',
    create_by: row.user_name,
    create_time: row.created_at,
    app_name: 'dlm',
    project_id: project,
    approver_type: 0,
  }
}

/** GET /v1/{project_id}/instances: DataArts Studio instances as orders (Terraform provider, studio instances). */
export function listStudios(ask: Ask): Answer {
  const project = param(ask, 'project_id')
  const limit = whole(ask, 'limit', 1) ?? 20
  const skip = whole(ask, 'offset', 0) ?? 0
  const rows = ask.world.all<{ id: string; name: string; created_at: number }>(
    `SELECT s.id, s.name, (SELECT min(created_at) FROM studio_workspace w WHERE w.studio_id = s.id) AS created_at
      FROM studio s WHERE s.project_id = $project ORDER BY s.name, s.id`,
    { project },
  )
  const orders = rows.slice(skip, skip + limit).map(({ id, name, created_at }) => ({
    resource_id: id,
    resource_name: name,
    resource_spec_code: 'dayu.enterprise',
    is_auto_renew: 0,
    status: 1,
    effective_time: created_at,
    create_time: created_at,
    work_space_mode: '0',
  }))
  return { status: 200, body: { count: rows.length, commodity_orders: orders } }
}

interface StudioWorkspaceRow {
  id: string
  name: string
  is_default: number
  owner_name: string
  project_id: string
  studio_id: string
  created_at: number
}

const WORKSPACES = `SELECT w.*, s.project_id, u.name AS owner_name FROM studio_workspace w
  JOIN studio s ON s.id = w.studio_id JOIN cloud_user u ON u.id = w.owner
  WHERE s.project_id = $project AND w.studio_id = $studio`
const OF_USER = 'AND EXISTS (SELECT 1 FROM studio_member m WHERE m.workspace_id = w.id AND m.user_id = $user)'

/** GET /v1/{project_id}/workspaces/{instance_id}: the workspaces of an instance that the caller belongs to. */
export function listWorkspaces(ask: Ask): Answer {
  return workspaces(ask, ask.caller.id)
}

/** GET /v1/{project_id}/{instance_id}/workspaces/{user_id}: those of one user. */
export function listWorkspacesOfUser(ask: Ask): Answer {
  return workspaces(ask, param(ask, 'user_id'))
}

function workspaces(ask: Ask, user: string): Answer {
  const args = { project: param(ask, 'project_id'), studio: param(ask, 'instance_id'), user }
  const rows = ask.world.all<StudioWorkspaceRow>(`${WORKSPACES} ${OF_USER} ORDER BY w.created_at, w.id`, args)
  const limit = whole(ask, 'limit', 1) ?? 10
  const skip = whole(ask, 'offset', 0) ?? 0
  const data = rows.slice(skip, skip + limit).map((row) => ({
    id: row.id,
    name: row.name,
    is_default: row.is_default,
    owner_name: row.owner_name,
    project_id: row.project_id,
    instance_id: row.studio_id,
    create_time: row.created_at,
  }))
  return { status: 200, body: { count: rows.length, total_page: Math.ceil(rows.length / limit), data } }
}

/** GET /v2/{project_id}/{workspace_id}/users: who is what in a workspace. */
export function listMembers(ask: Ask): Answer {
  const workspace = param(ask, 'workspace_id')
  const members = ask.world.all<{ user_id: string; user_name: string; role: string }>(
    `SELECT m.user_id, u.name AS user_name, m.role FROM studio_member m JOIN cloud_user u ON u.id = m.user_id
      JOIN studio_workspace w ON w.id = m.workspace_id JOIN studio s ON s.id = w.studio_id
      WHERE m.workspace_id = $workspace AND s.project_id = $project ORDER BY u.name, u.id`,
    { workspace, project: param(ask, 'project_id') },
  )
  if (!members.some(({ user_id }) => user_id === ask.caller.id)) throw refusal.workspace()
  const limit = whole(ask, 'limit', 1) ?? 10
  const skip = whole(ask, 'offset', 0) ?? 0
  const data = members.slice(skip, skip + limit).map(({ user_id, user_name, role }) => ({
    user_id,
    user_name,
    type: 0,
    roles: [{ role_id: role, role_code: role, role_name: role }],
  }))
  return { status: 200, body: { count: members.length, data } }
}
