import { live } from '../world.ts'
import { apiOf, apisOf, BOUND, seesAll, visibleService } from './access.ts'
import { type Answer, type Ask, param } from '../ask.ts'
import { appOrder } from './apps.ts'
import { refusal } from './errors.ts'
import { choice, clearApps, needle, page, settledSkip, text, workspace } from './query.ts'
import type { AppRow } from './rows.ts'
import { appShape } from './shapes.ts'

/** Which apps a list of relations shows, before its filters. */
const VISIBLE_APPS = {
  all: '($seesAll OR app.owner = $caller OR auth.n IS NOT NULL)',
  own: '($seesAll OR app.owner = $caller)',
}

/** How apps and grants are joined, and which rows are shown. What is granted is found from the side of the grants. */
const SHOWN = {
  ALL: { join: 'LEFT JOIN', only: '1' },
  AUTH: { join: 'JOIN', only: '1' },
  UNAUTH: { join: 'LEFT JOIN', only: 'auth.n IS NULL' },
}

/** GET …/app-auth-apis/{api_id}/api-auths (ShowApiAuthInfos, vendor page "Obtaining API Authorization Relationships"). */
export function listAuths(ask: Ask): Answer {
  const { world } = ask
  workspace(ask)
  const paging = page(ask)
  const order = appOrder(ask)
  const shown = SHOWN[choice(ask, 'show_only', ['AUTH', 'UNAUTH']) ?? 'ALL']
  const name = appName(ask)
  const api = apiOf(ask, visibleService(ask))
  if (api.auth_type !== 'APP') throw refusal.authType()
  const visible = (join: string) => `FROM app ${join} auth ON auth.api = $api AND auth.app = app.n AND ${live('auth')}
    WHERE app.project_id = $project AND ${live('app')} AND ${VISIBLE_APPS[world.switches.grantedAppsVisible]}`
  const matching = `${visible(shown.join)} AND instr(lower(app.name), $name) > 0 AND ${shown.only}`
  const args = {
    api: api.n,
    project: param(ask, 'project_id'),
    caller: ask.caller.id,
    seesAll: seesAll(ask),
    name: needle(name),
    seen: ask.seen,
  }
  const counted = world.switches.totalCountRespectsFilter ? matching : visible('LEFT JOIN')
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${counted}`, args)?.total ?? 0
  const rows = world.all<AppRow & { authed: number }>(
    `WITH page AS MATERIALIZED
        (SELECT app.n, auth.n IS NOT NULL AS authed ${matching} ${order} LIMIT $limit OFFSET $skip)
      SELECT app.*, page.authed, ${BOUND} AS bound FROM page JOIN app ON app.n = page.n ${order}`,
    { ...args, limit: paging.limit, skip: settledSkip(ask, paging, total) },
  )
  const clear = clearApps(ask)
  const auths = rows.map((row) => ({ app: appShape(world, row, clear), authed: row.authed === 1 }))
  return { status: 200, body: { auths, count: auths.length, total_count: total } }
}

/** `app_name` of this operation has 1 to 255 characters (ShowApiAuthInfos, parameter). */
function appName(ask: Ask): string | undefined {
  const name = text(ask, 'app_name')
  if (name !== undefined && (name.length < 1 || name.length > 255)) {
    throw refusal.parameter('app_name must have 1 to 255 characters')
  }
  return name
}

/** GET …/services/{service_id}/api-auths (GetServiceAppAuthApiAuthInfo): the whole state of a service in one answer. */
export function showServiceAuths(ask: Ask): Answer {
  const { world } = ask
  workspace(ask)
  const service = visibleService(ask)
  const [api] = apisOf(ask, service)
  if (!api) return { status: 200, body: { enable_app_auth: false } }
  const rows = world.all<AppRow>(
    `SELECT app.*, ${BOUND} AS bound FROM auth JOIN app ON app.n = auth.app
      WHERE auth.api = $api AND ${live('auth')} AND ${live('app')} ORDER BY app.name COLLATE NOCASE, app.id`,
    { api: api.n, seen: ask.seen },
  )
  const authed_apps = rows.map((row) => appShape(world, row, new Set()))
  return {
    status: 200,
    body: { enable_app_auth: api.auth_type === 'APP', app_auth_api: { api_id: api.id, authed_apps } },
  }
}
