import { z } from 'zod'
import { type Ask, param } from '../ask.ts'
import { refusal } from './errors.ts'

const Id = z.string().min(1).max(255)
const Workspace = z.union([z.string(), z.number()]).optional()
const AppList = z.looseObject({ apps: z.array(z.looseObject({ app_id: Id })), workspace_id: Workspace })

/** The app ids of an ApiAppAuthRequest (vendor model of the grant, update and revoke requests). */
export function appIds(ask: Ask): string[] {
  const parsed = AppList.safeParse(ask.body)
  if (!parsed.success) throw refusal.parameter(`apps (${parsed.error.issues[0]?.message})`)
  checkWorkspace(ask, parsed.data.workspace_id)
  return parsed.data.apps.map(({ app_id }) => app_id)
}

/** Workspace "0" always exists (ListWorkspace, default); a number is taken as its text, as in the vendor's examples. */
export function checkWorkspace(ask: Ask, given: string | number | undefined): string {
  const id = given === undefined ? '0' : String(given)
  const known =
    id === '0' ||
    ask.world.get('SELECT 1 FROM workspace WHERE project_id = $project AND id = $id', {
      project: param(ask, 'project_id'),
      id,
    })
  if (!known) throw refusal.workspace(id)
  return id
}

/** Reads an object body by its schema, or refuses the request. */
export function bodyAs<S extends z.ZodType>(ask: Ask, schema: S): z.output<S> {
  const parsed = schema.safeParse(ask.body ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw refusal.parameter(`${issue?.path.join('.')} (${issue?.message})`)
}
