import { z } from 'zod'
import { type Answer, type Ask, param } from '../ask.ts'
import { newHex } from '../ids.ts'
import { recordTransition } from '../log.ts'
import { plantApp } from '../plant.ts'
import { live } from '../world.ts'
import { BOUND, findApp, visibleApp } from './access.ts'
import { bodyAs, checkWorkspace } from './ask.ts'
import { refusal } from './errors.ts'
import { choice, clearApps, needle, orderBy, page, settledSkip, text, workspace } from './query.ts'
import type { ApiRow, AppRow } from './rows.ts'
import { apiShape, appShape } from './shapes.ts'

/** The sort fields of the lists of apps (ListApigApps, ShowApiAuthInfos). */
export const APP_SORTS = {
  app_name: 'app.name COLLATE NOCASE',
  created_at: 'app.created_at',
  updated_at: 'app.updated_at',
}

export function appOrder(ask: Ask): string {
  const sort = choice(ask, 'sort_by', ['app_name', 'created_at', 'updated_at']) ?? 'app_name'
  return orderBy(APP_SORTS[sort], choice(ask, 'order', ['asc', 'desc']) ?? 'asc', 'app.id')
}

/** GET …/app-auth/apps (ListApigApps): only the caller's own apps. */
export function listApps(ask: Ask): Answer {
  const { world } = ask
  workspace(ask)
  const paging = page(ask)
  const order = appOrder(ask)
  const own = `FROM app WHERE app.project_id = $project AND app.owner = $caller AND ${live('app')}`
  const matching = `${own} AND instr(lower(app.name), $name) > 0`
  const args = {
    project: param(ask, 'project_id'),
    caller: ask.caller.id,
    name: needle(text(ask, 'app_name')),
    seen: ask.seen,
  }
  const counted = world.switches.totalCountRespectsFilter ? matching : own
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${counted}`, args)?.total ?? 0
  const rows = world.all<AppRow>(
    `WITH page AS MATERIALIZED (SELECT app.n ${matching} ${order} LIMIT $limit OFFSET $skip)
      SELECT app.*, ${BOUND} AS bound FROM page JOIN app ON app.n = page.n ${order}`,
    { ...args, limit: paging.limit, skip: settledSkip(ask, paging, total) },
  )
  const clear = clearApps(ask)
  const apps = rows.map((row) => appShape(world, row, clear))
  return { status: 200, body: { apps, count: apps.length, total_count: total } }
}

/** GET …/apps/{app_id} (ShowApigApp). */
export function showApp(ask: Ask): Answer {
  workspace(ask)
  const app = visibleApp(ask)
  const clear = new Set(choice(ask, 'iphertext_enabled', ['true', 'false']) === 'true' ? [app.id] : [])
  return { status: 200, body: { app: appShape(ask.world, app, clear) } }
}

/** GET …/apps/{app_id}/auth-apis (ShowApisBindToApp). The sort fields are those of apps, applied to the APIs. */
export function listApisOfApp(ask: Ask): Answer {
  const { world } = ask
  workspace(ask)
  const app = visibleApp(ask)
  const paging = page(ask)
  const sort = choice(ask, 'sort_by', ['app_name', 'created_at', 'updated_at']) ?? 'app_name'
  const column = sort === 'app_name' ? 'api.name COLLATE NOCASE' : 'api.created_at'
  const order = orderBy(column, choice(ask, 'order', ['asc', 'desc']) ?? 'asc', 'api.id')
  const bound = `FROM auth JOIN api ON api.n = auth.api JOIN service ON service.id = api.service_id
    WHERE auth.app = $app AND ${live('auth')} AND ${live('api')}`
  const matching = `${bound} AND instr(lower(service.name), $name) > 0`
  const args = { app: app.n, name: needle(text(ask, 'service_name')), seen: ask.seen }
  const counted = world.switches.totalCountRespectsFilter ? matching : bound
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${counted}`, args)?.total ?? 0
  const rows = world.all<ApiRow>(
    `SELECT api.*, service.name AS service_name ${matching} ${order} LIMIT $limit OFFSET $skip`,
    { ...args, limit: paging.limit, skip: settledSkip(ask, paging, total) },
  )
  return { status: 200, body: { apis: rows.map(apiShape), count: rows.length, total_count: total } }
}

/** GET …/apps/{app_name}/exists (ApigAppExists): the path carries the name. */
export function appExists(ask: Ask): Answer {
  const exists = ownAppNamed(ask, param(ask, 'app_name')) !== undefined
  return { status: 200, body: { exists } }
}

const NewApp = z.looseObject({
  app_name: z.string().min(1).max(64),
  app_remark: z.string().max(200).default(''),
  workspace_id: z.union([z.string(), z.number()]).optional(),
})

/** POST …/app-auth/apps (CreateApigApp). A full quota and a taken name answer 409 ModelArts.3929 [inferred]. */
export function createApp(ask: Ask): Answer {
  const { world, caller, author } = ask
  const given = bodyAs(ask, NewApp)
  checkWorkspace(ask, given.workspace_id)
  const project = param(ask, 'project_id')
  if (ownAppNamed(ask, given.app_name)) throw refusal.appNotCreated(`the app name ${given.app_name} already exists`)
  const { own } = world.get<{ own: number }>(
    `SELECT count(*) AS own FROM app WHERE project_id = $project AND owner = $owner AND ${live('app')}`,
    { project, owner: caller.id, seen: ask.seen },
  ) ?? { own: 0 }
  const { appQuota } = world.switches
  if (own >= appQuota) throw refusal.appNotCreated(`the quota of ${appQuota} apps is used up`)
  const id = newHex()
  const born = recordTransition(world, author, {
    kind: 'create-app',
    projectId: project,
    appId: id,
    after: { name: given.app_name, owner: caller.id },
  })
  const app = { id, project, name: given.app_name, remark: given.app_remark, type: 'APIG', owner: caller.id }
  plantApp(world, { ...app, createdAt: author.at }, born)
  const created = findApp(ask, id)
  if (!created) throw refusal.appNotCreated('it cannot be read')
  return { status: 200, body: { app: appShape(world, created, new Set([id])) } }
}

/** DELETE …/apps/{app_id} (DeleteApigApp): by its creator, with no API bound. */
export function deleteApp(ask: Ask): Answer {
  const app = visibleApp(ask)
  if (app.owner !== ask.caller.id) throw refusal.forbidden('delete the app')
  if (app.bound > 0) throw refusal.appNotDeleted('APIs are bound to it')
  const died = recordTransition(ask.world, ask.author, {
    kind: 'delete-app',
    projectId: app.project_id,
    appId: app.id,
    before: { name: app.name, owner: app.owner },
  })
  ask.world.run('UPDATE app SET died = $died WHERE n = $n', { died, n: app.n })
  return { status: 200 }
}

function ownAppNamed(ask: Ask, name: string): unknown {
  return ask.world.get(
    `SELECT 1 FROM app WHERE project_id = $project AND owner = $owner AND name = $name AND ${live('app')}`,
    { project: param(ask, 'project_id'), owner: ask.caller.id, name, seen: ask.seen },
  )
}
