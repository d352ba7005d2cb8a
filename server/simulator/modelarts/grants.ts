import type { Answer, Ask } from '../ask.ts'
import { newHex } from '../ids.ts'
import { recordTransition } from '../log.ts'
import { live } from '../world.ts'
import { apiOf, findApp, updatableService } from './access.ts'
import { appIds } from './ask.ts'
import { reason, refusal } from './errors.ts'
import { workspace } from './query.ts'
import type { ApiRow, AppRow, ServiceRow } from './rows.ts'

/** AppAuthResultInfo. */
export interface AuthResult {
  api_id: string
  app_id: string
  auth_id?: string
  success: boolean
  reason?: string
}

/** An API and the service that it belongs to. */
export interface Place {
  service: ServiceRow
  api: ApiRow
}

/** POST …/app-auth-apis/{api_id}/app-auth-api (AuthorizeApiToApigApps): adds the listed apps. */
export function authorize(ask: Ask): Answer {
  const apps = appIds(ask)
  return { status: 200, body: { auth_result: grantApps(ask, grantable(ask), apps) } }
}

/** PUT of the same URL (UpdateAuthApiToApigApps): the listed apps become the set of the API, or, by a switch, join it. */
export function update(ask: Ask): Answer {
  const { put, putReports } = ask.world.switches
  const apps = appIds(ask)
  const place = grantable(ask)
  const dropped = put === 'additive' ? [] : grantedApps(ask, place.api).filter((app) => !apps.includes(app.id))
  const revoked = dropped.map((app) => revoke(ask, place, app))
  const granted = grantApps(ask, place, apps)
  return { status: 200, body: { auth_result: putReports === 'all' ? [...granted, ...revoked] : granted } }
}

/** DELETE of the same URL with a body (DeleteApiAppAuth): removes the listed apps. No rule about creators is stated. */
export function unauthorize(ask: Ask): Answer {
  workspace(ask)
  const apps = appIds(ask)
  const place = grantable(ask)
  const results = apps.map((id) => {
    const app = findApp(ask, id)
    return app ? revoke(ask, place, app) : failed(place, id, reason.noApp(id))
  })
  return { status: 200, body: { unauth_result: results } }
}

/** Grants one app after the other; each has its own result. */
export function grantApps(ask: Ask, place: Place, apps: string[]): AuthResult[] {
  return apps.map((id) => {
    const app = findApp(ask, id)
    const obstacle = app ? obstacleOf(ask, place.service, app) : reason.noApp(id)
    return app && obstacle === null ? grant(ask, place, app) : failed(place, id, obstacle ?? '')
  })
}

/** Takes the grant away, if there is one. Repeating answers by a switch. */
export function revoke(ask: Ask, place: Place, app: AppRow): AuthResult {
  const { world, author } = ask
  const { service, api } = place
  const refusedBy = ask.refused.get(app.id)
  if (refusedBy !== undefined) return failed(place, app.id, refusedBy)
  const authId = authIdOf(ask, api, app)
  if (authId === undefined) {
    return world.switches.repeat === 'success'
      ? done(ask, place, { app, authId: '' })
      : failed(place, app.id, reason.notGranted())
  }
  const died = recordTransition(world, author, {
    kind: 'revoke',
    projectId: service.project_id,
    serviceId: service.id,
    apiId: api.id,
    appId: app.id,
    before: { authed: true, authId },
    after: { authed: false },
  })
  world.run('UPDATE auth SET died = $died WHERE api = $api AND app = $app AND died IS NULL', {
    died,
    api: api.n,
    app: app.n,
  })
  touch(ask, app)
  return done(ask, place, { app, authId })
}

/** The apps that the API is granted to, whoever sees them. */
export function grantedApps(ask: Ask, api: ApiRow): AppRow[] {
  return ask.world.all<AppRow>(
    `SELECT app.*, 0 AS bound FROM auth JOIN app ON app.n = auth.app WHERE auth.api = $api AND ${live('auth')}
      ORDER BY auth.n`,
    { api: api.n, seen: ask.seen },
  )
}

function grant(ask: Ask, place: Place, app: AppRow): AuthResult {
  const { world, author } = ask
  const { service, api } = place
  const known = authIdOf(ask, api, app)
  if (known !== undefined) {
    return world.switches.repeat === 'success'
      ? done(ask, place, { app, authId: known })
      : failed(place, app.id, reason.granted())
  }
  const authId = newHex()
  const born = recordTransition(world, author, {
    kind: 'grant',
    projectId: service.project_id,
    serviceId: service.id,
    apiId: api.id,
    appId: app.id,
    before: { authed: false },
    after: { authed: true, authId },
  })
  world.run('INSERT INTO auth (api, app, auth_id, born) VALUES ($api, $app, $authId, $born)', {
    api: api.n,
    app: app.n,
    authId,
    born,
  })
  touch(ask, app)
  return done(ask, place, { app, authId })
}

function grantable(ask: Ask): Place {
  const service = updatableService(ask)
  const api = apiOf(ask, service)
  if (api.auth_type !== 'APP') throw refusal.notApp()
  return { service, api }
}

/** "The user who creates an app must be the creator of the service to which the API belongs" (vendor page). */
function obstacleOf(ask: Ask, service: ServiceRow, app: AppRow): string | null {
  const refusedBy = ask.refused.get(app.id)
  if (refusedBy !== undefined) return refusedBy
  if (app.owner !== service.owner) return reason.creator()
  return app.refusal === null ? null : reason.gateway(app.refusal)
}

function authIdOf(ask: Ask, api: ApiRow, app: AppRow): string | undefined {
  return ask.world.get<{ auth_id: string }>(
    `SELECT auth_id FROM auth WHERE api = $api AND app = $app AND died IS NULL`,
    { api: api.n, app: app.n },
  )?.auth_id
}

/** The vendor's examples show one app with another updated_at after one more API was bound to it. */
function touch(ask: Ask, app: AppRow): void {
  if (!ask.world.switches.bindingTouchesApp) return
  ask.world.run('UPDATE app SET updated_at = $at WHERE n = $n', { at: ask.author.at, n: app.n })
}

function done(ask: Ask, { api }: Place, { app, authId }: { app: AppRow; authId: string }): AuthResult {
  const shown = ask.world.switches.authIdInResults ? { auth_id: authId } : {}
  return { api_id: api.id, app_id: app.id, ...shown, success: true }
}

function failed({ api }: Place, appId: string, why: string): AuthResult {
  return { api_id: api.id, app_id: appId, auth_id: '', success: false, reason: why }
}
