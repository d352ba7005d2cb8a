import { type Ask, param } from '../ask.ts'
import type { Caller, ProjectClaim } from '../iam/callers.ts'
import type { World } from '../world.ts'
import { refusal } from './errors.ts'
import { keepRate } from './rate.ts'
import type { Edition, WorkspaceRole, WorkspaceRow } from './rows.ts'

/** Where a request is asked: the workspace and the edition of its headers, and what its caller is there. */
export interface Place {
  workspace: WorkspaceRow
  edition: Edition
  role: WorkspaceRole
}

/** The gateway counts first; then a user sees nothing of a project that is not its own. */
export function admit(world: World, caller: Caller, { project, named }: ProjectClaim): void {
  keepRate(world, caller)
  const member = world.get('SELECT 1 FROM membership WHERE user_id = $user AND project_id = $project', {
    user: caller.id,
    project,
  })
  if (!member || (named !== undefined && named !== project)) throw refusal.project()
}

/** A workspace that does not exist and one that is not the caller's are the same to it. */
export function placeOf(ask: Ask): Place {
  const workspace = workspaceOf(ask)
  const role =
    ask.caller.role === 'administrator'
      ? 'admin'
      : ask.world.get<{ role: WorkspaceRole }>(
          'SELECT role FROM studio_member WHERE workspace_id = $workspace AND user_id = $user',
          { workspace: workspace.id, user: ask.caller.id },
        )?.role
  if (role === undefined) throw refusal.workspace()
  return { workspace, edition: editionOf(ask), role }
}

const WORKSPACES = `SELECT w.*, s.project_id FROM studio_workspace w JOIN studio s ON s.id = w.studio_id
  WHERE s.project_id = $project`

function workspaceOf(ask: Ask): WorkspaceRow {
  const id = ask.headers['workspace']
  const project = param(ask, 'project_id')
  const useDefault = id === undefined && ask.world.switches.dataarts.workspaceHeader === 'default'
  const found = useDefault
    ? ask.world.get<WorkspaceRow>(`${WORKSPACES} AND w.is_default = 1 ORDER BY w.id`, { project })
    : ask.world.get<WorkspaceRow>(`${WORKSPACES} AND w.id = $id`, { project, id: id ?? '' })
  if (!found) throw refusal.workspace()
  return found
}

/** Absent means SHARED (Terraform provider, Dlm-Type of its data sources). */
function editionOf(ask: Ask): Edition {
  const given = ask.headers['dlm-type'] ?? 'SHARED'
  if (given !== 'SHARED' && given !== 'EXCLUSIVE') throw refusal.parameter('Dlm-Type')
  return given
}

/** What each role may do (user manual, permissions of DataService). */
const MAY: Record<'write' | 'operate', readonly WorkspaceRole[]> = {
  write: ['admin', 'developer'],
  operate: ['admin', 'developer', 'operator'],
}

export function demand({ role }: Place, what: keyof typeof MAY): void {
  if (!MAY[what].includes(role)) throw refusal.forbidden(`${what} here`)
}
