import { live } from '../world.ts'
import { type Ask, param } from '../ask.ts'
import { refusal } from './errors.ts'
import type { ApiRow, AppRow, ServiceRow } from './rows.ts'

/** SQL: the caller may see the service. Administrators and readers see all, members their own and those opened to them. */
export const VISIBLE_SERVICE = `($seesAll OR service.owner = $caller OR EXISTS
  (SELECT 1 FROM service_access a WHERE a.service_id = service.id AND a.user_id = $caller))`

/** How many APIs are bound to an app, at the reader's position. */
export const BOUND = `(SELECT count(*) FROM auth b WHERE b.app = app.n AND ${live('b')})`

export function seesAll(ask: Ask): number {
  return ask.caller.role === 'member' ? 0 : 1
}

/** The service of the path, if it exists and the caller may see it. */
export function visibleService(ask: Ask): ServiceRow {
  const service = existingService(ask)
  const visible = ask.world.get(`SELECT 1 FROM service WHERE n = $n AND ${VISIBLE_SERVICE}`, {
    n: service.n,
    seesAll: seesAll(ask),
    caller: ask.caller.id,
  })
  if (!visible) throw refusal.forbidden('access the service')
  return service
}

/** The service of the path, if the caller has the update permission on it. */
export function updatableService(ask: Ask): ServiceRow {
  const service = existingService(ask)
  const granted = ask.world.get(
    "SELECT 1 FROM service_access WHERE service_id = $id AND user_id = $caller AND may = 'update'",
    { id: service.id, caller: ask.caller.id },
  )
  if (!ownsService(ask, service) && !granted) throw refusal.forbidden('update the service')
  return service
}

export function ownsService(ask: Ask, service: ServiceRow): boolean {
  return service.owner === ask.caller.id || ask.caller.role === 'administrator'
}

/** The API of the path, if it belongs to the service. */
export function apiOf(ask: Ask, service: ServiceRow): ApiRow {
  const id = param(ask, 'api_id')
  const api = ask.world.get<ApiRow>(
    `SELECT api.*, service.name AS service_name FROM api JOIN service ON service.id = api.service_id
      WHERE api.id = $id AND service.project_id = $project AND ${live('api')}`,
    { id, project: service.project_id, seen: ask.seen },
  )
  if (!api) throw refusal.noApi(id)
  if (api.service_id !== service.id) throw refusal.foreignApi(id)
  return api
}

export function apisOf(ask: Ask, service: ServiceRow): ApiRow[] {
  return ask.world.all<ApiRow>(
    `SELECT api.*, $serviceName AS service_name FROM api WHERE service_id = $id AND ${live('api')} ORDER BY api.n`,
    { id: service.id, serviceName: service.name, seen: ask.seen },
  )
}

/** The app of the path. Only its creator, readers and administrators may look at it. */
export function visibleApp(ask: Ask): AppRow {
  const id = param(ask, 'app_id')
  const app = findApp(ask, id)
  if (!app) throw refusal.noApp(id)
  if (app.owner !== ask.caller.id && ask.caller.role === 'member') throw refusal.forbidden('access the app')
  return app
}

export function findApp(ask: Ask, id: string): AppRow | undefined {
  return ask.world.get<AppRow>(
    `SELECT app.*, ${BOUND} AS bound FROM app WHERE id = $id AND project_id = $project AND ${live('app')}`,
    { id, project: param(ask, 'project_id'), seen: ask.seen },
  )
}

function existingService(ask: Ask): ServiceRow {
  const id = param(ask, 'service_id')
  const service = ask.world.get<ServiceRow>(
    `SELECT * FROM service WHERE id = $id AND project_id = $project AND ${live('service')}`,
    { id, project: param(ask, 'project_id'), seen: ask.seen },
  )
  if (!service) throw refusal.noService(id)
  return service
}
