import { z } from 'zod'
import type { Answer, Ask } from '../ask.ts'
import { newHex } from '../ids.ts'
import { recordTransition } from '../log.ts'
import { plantApi } from '../plant.ts'
import { apiOf, apisOf, ownsService, updatableService, visibleService } from './access.ts'
import { appIds, bodyAs, checkWorkspace } from './ask.ts'
import { refusal } from './errors.ts'
import { grantApps, revoke, grantedApps } from './grants.ts'
import { workspace } from './query.ts'
import type { ApiRow, ServiceRow } from './rows.ts'
import { apiShape } from './shapes.ts'

/** GET …/services/{service_id}/app-auth-apis (GetAppAuthApisInfo). */
export function listApisOfService(ask: Ask): Answer {
  workspace(ask)
  const apis = apisOf(ask, visibleService(ask)).map(apiShape)
  return { status: 200, body: { apis, count: apis.length, total_count: apis.length } }
}

/** GET …/app-auth/{service_id}/apis/{api_id} (GetAppAuthApiInfo). */
export function showApi(ask: Ask): Answer {
  workspace(ask)
  return { status: 200, body: { api: apiShape(apiOf(ask, visibleService(ask))) } }
}

const NewApi = z.looseObject({
  api_method: z.enum(['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'ANY']).default('ANY'),
  api_name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{2,254}$/)
    .optional(),
  api_remark: z.string().max(255).default(''),
  auth_type: z.enum(['NONE', 'APP', 'IAM']).default('APP'),
  support_app_code: z.boolean().default(true),
  workspace_id: z.union([z.string(), z.number()]).optional(),
})

/** POST …/app-auth/{service_id}/apis (CreateAppAuthApi): registers without granting. */
export function createApi(ask: Ask): Answer {
  const given = bodyAs(ask, NewApi)
  checkWorkspace(ask, given.workspace_id)
  const service = updatableService(ask)
  const api = register(ask, service, {
    name: given.api_name,
    method: given.api_method,
    remark: given.api_remark,
    authType: given.auth_type,
    supportAppCode: given.support_app_code,
  })
  return { status: 200, body: { api: apiShape(api) } }
}

/** POST …/services/{service_id}/app-auth-api (CreateAndAuthAppAuthApi): registers and grants. */
export function registerAndGrant(ask: Ask): Answer {
  const apps = appIds(ask)
  const service = updatableService(ask)
  const api = register(ask, service, { method: 'ANY', remark: '', authType: 'APP', supportAppCode: true })
  // The vendor's example answer of this operation leaves auth_type out.
  const { auth_type: _, ...shown } = apiShape(api)
  return { status: 200, body: { api: shown, auth_result: grantApps(ask, { service, api }, apps) } }
}

/** DELETE …/services/{service_id}/app-auth-apis/{api_id} (DeleteAppAuthApi): 204, grants end with it. */
export function deleteApi(ask: Ask): Answer {
  workspace(ask)
  const service = visibleService(ask)
  const api = apiOf(ask, service)
  if (!ownsService(ask, service)) throw refusal.forbidden('delete the service')
  for (const app of grantedApps(ask, api)) revoke(ask, { service, api }, app)
  const died = recordTransition(ask.world, ask.author, {
    kind: 'delete-api',
    projectId: service.project_id,
    serviceId: service.id,
    apiId: api.id,
    before: { name: api.name, authType: api.auth_type },
  })
  ask.world.run('UPDATE api SET died = $died WHERE n = $n', { died, n: api.n })
  return { status: 204 }
}

interface Registration {
  name?: string | undefined
  method: string
  remark: string
  authType: string
  supportAppCode: boolean
}

/** A service seems to have one app-auth API (GetServiceAppAuthApiAuthInfo answers one); a second one is a switch. */
function register(ask: Ask, service: ServiceRow, wanted: Registration): ApiRow {
  const { world, author } = ask
  if (service.infer_type !== 'real-time') throw refusal.notRegistered('only real-time services support it')
  const [existing] = apisOf(ask, service)
  if (existing && world.switches.reregister === 'same') return existing
  if (existing && world.switches.reregister === 'refused') throw refusal.notRegistered('the service already has one')
  const id = newHex()
  const born = recordTransition(world, author, {
    kind: 'register-api',
    projectId: service.project_id,
    serviceId: service.id,
    apiId: id,
    after: { authType: wanted.authType },
  })
  plantApi(world, { ...wanted, id, service: service.id, authTypeShown: true, createdAt: author.at }, born)
  const made = apisOf(ask, service).find((api) => api.id === id)
  if (!made) throw refusal.notRegistered('it cannot be read')
  return made
}
