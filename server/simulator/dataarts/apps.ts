import { z } from 'zod'
import { type Answer, type Ask, param } from '../ask.ts'
import { newHex } from '../ids.ts'
import { recordTransition } from '../log.ts'
import { live } from '../world.ts'
import { refusal } from './errors.ts'
import { APP_COLUMNS, APPS, anyApp, IN_REACH, reachableApp } from './find.ts'
import { demand, placeOf } from './place.ts'
import { plantDataApp } from './plant.ts'
import { bodyAs, choice, needle, page, text } from './query.ts'
import type { DataAppRow } from './rows.ts'
import { appShape } from './shapes.ts'

/** The description names the older types and not APP, the examples and the pages do (CreateApp, app_type). */
const APP_TYPES = ['APP', 'IAM', 'APIG', 'APIGW', 'DLM', 'ROMA_APIC'] as const

/** GET /apps (ListApps): the apps of the workspace, newest first, and the IAM app of all workspaces. */
export function listApps(ask: Ask): Answer {
  const { world } = ask
  const { workspace, edition } = placeOf(ask)
  const { limit, skip } = page(ask)
  const type = choice(ask, 'app_type', APP_TYPES)
  const matching = `FROM ${APPS} WHERE ${IN_REACH} AND p.edition = $edition AND ${live('p')}
    AND instr(lower(p.name), $name) > 0 ${type === undefined ? '' : 'AND p.type = $type'}`
  const args = {
    workspace: workspace.id,
    project: workspace.project_id,
    edition,
    name: needle(text(ask, 'name')),
    type: type ?? '',
    seen: ask.seen,
  }
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${matching}`, args)?.total ?? 0
  const rows = world.all<DataAppRow>(
    `SELECT ${APP_COLUMNS} ${matching} ORDER BY p.created_at DESC, p.id LIMIT $limit OFFSET $skip`,
    { ...args, limit, skip: world.switches.pastEnd === 'first' && skip >= total ? 0 : skip },
  )
  return { status: 200, body: { total, apps: rows.map(appShape) } }
}

/** GET /apps/{app_id} (ShowAppInfo). */
export function showApp(ask: Ask): Answer {
  return { status: 200, body: appShape(reachableApp(ask, placeOf(ask), param(ask, 'app_id'))) }
}

const NewApp = z.looseObject({
  app_type: z.enum(APP_TYPES).default('APP'),
  name: z.string().min(1).max(64),
  description: z.string().max(255).default(''),
})

/** POST /apps (CreateApp). The answer carries the secret. Rules about names are published nowhere. */
export function createApp(ask: Ask): Answer {
  const { world, caller, author } = ask
  const place = placeOf(ask)
  demand(place, 'write')
  const { app_type, name, description } = bodyAs(ask, NewApp)
  if (named(ask, name)) throw refusal.refused(`The app name ${name} already exists.`)
  if (app_type === 'IAM') checkIamApp(ask, name)
  const id = newHex()
  const born = recordTransition(world, author, {
    kind: 'create-app',
    projectId: param(ask, 'project_id'),
    appId: id,
    after: { name, type: app_type, workspace: place.workspace.id },
  })
  const { workspace, edition } = place
  const app = { id, workspace: workspace.id, edition, name, description, type: app_type, creator: caller.id }
  plantDataApp(world, { ...app, createdAt: author.at }, born)
  return { status: 200, body: appShape(anyApp(ask, place, id)) }
}

/** One IAM app for all workspaces, named like the account (user manual, apps; Terraform provider). */
function checkIamApp(ask: Ask, name: string): void {
  if (name !== ask.caller.name) throw refusal.refused('The name of an IAM app must be the account name.')
  const taken = ask.world.get(
    `SELECT 1 FROM ${APPS} WHERE p.type = 'IAM' AND ps.project_id = $project AND ${live('p')}`,
    { project: param(ask, 'project_id'), seen: ask.seen },
  )
  if (taken) throw refusal.refused('The IAM app already exists.')
}

const Changes = z.looseObject({
  name: z.string().min(1).max(64).optional(),
  description: z.string().max(255).optional(),
})

/** PUT /apps/{app_id} (UpdateApp). */
export function updateApp(ask: Ask): Answer {
  const { world, caller, author } = ask
  const place = placeOf(ask)
  demand(place, 'write')
  const app = reachableApp(ask, place, param(ask, 'app_id'))
  const { name = app.name, description = app.description } = bodyAs(ask, Changes)
  if (name !== app.name && named(ask, name)) throw refusal.refused(`The app name ${name} already exists.`)
  world.run(
    'UPDATE data_app SET name = $name, description = $description, updater = $updater, updated_at = $at WHERE n = $n',
    { name, description, updater: caller.id, at: author.at, n: app.n },
  )
  return { status: 200, body: appShape(anyApp(ask, place, app.id)) }
}

/** DELETE /apps/{app_id} (DeleteApp): not while anything is authorized (Terraform provider, acceptance tests). */
export function deleteApp(ask: Ask): Answer {
  const { world, author } = ask
  const place = placeOf(ask)
  demand(place, 'write')
  const app = reachableApp(ask, place, param(ask, 'app_id'))
  if (world.get('SELECT 1 FROM relation WHERE app = $n AND died IS NULL AND lapsed = 0', { n: app.n })) {
    throw refusal.illegal('APIs are authorized to the app')
  }
  const died = recordTransition(world, author, {
    kind: 'delete-app',
    projectId: app.project_id,
    appId: app.id,
    before: { name: app.name, type: app.type, workspace: app.workspace_id },
  })
  world.run('UPDATE data_app SET died = $died WHERE n = $n', { died, n: app.n })
  world.run('UPDATE relation SET died = $died WHERE app = $n AND died IS NULL', { died, n: app.n })
  return { status: 204 }
}

function named(ask: Ask, name: string): boolean {
  const { workspace, edition } = placeOf(ask)
  return (
    ask.world.get(
      `SELECT 1 FROM data_app p WHERE p.workspace_id = $workspace AND p.edition = $edition AND p.name = $name
        AND ${live('p')}`,
      { workspace: workspace.id, edition, name, seen: ask.seen },
    ) !== undefined
  )
}
