import { z } from 'zod'
import { AuthType, ServiceState } from './apis.ts'
import { Grant } from './grants.ts'
import { endpoint } from './kernel/endpoint.ts'
import { ApiId, AppId, ConnectionId } from './kernel/ids.ts'
import { Flag, listOf, listQuery, pageOf } from './kernel/page.ts'
import { Instant } from './kernel/time.ts'

export const App = z.object({
  id: AppId,
  connection: ConnectionId,
  connectionLabel: z.string(),
  /** The cloud's id. */
  cloudId: z.string(),
  name: z.string(),
  type: z.string().nullable(),
  remark: z.string().nullable(),
  /** The cloud user who created it. */
  creator: z.string().nullable(),
  project: z.string().nullable(),
  /** APIs bound, as the cloud counts. */
  boundApis: z.number().int().nullable(),
  /** APIs it may call, as last read by the desk. */
  grants: z.number().int(),
  /** People who own it here. */
  owners: z.array(z.string()),
  createdAt: Instant.nullable(),
  updatedAt: Instant.nullable(),
  seenAt: Instant,
  /** Through which identities it was seen. */
  seenBy: z.array(z.string()),
  goneAt: Instant.nullable(),
})
export type App = z.infer<typeof App>

export const listApps = endpoint({
  id: 'listApps',
  summary: 'Apps of all connections, from the local inventory',
  method: 'get',
  path: '/api/v1/apps',
  query: z.strictObject({
    ...listQuery,
    sort: z.enum(['name', 'created', 'updated', 'grants', 'seen']).default('name'),
    connection: listOf(ConnectionId, 50).optional(),
    type: listOf(z.string().max(64), 20).optional(),
    grants: Flag.optional(),
    /** Only apps that the asking person owns. */
    mine: Flag.optional(),
  }),
  reply: pageOf(App),
  status: 200,
  may: 'person',
  refusals: [],
})

export const showApp = endpoint({
  id: 'showApp',
  summary: 'One app',
  method: 'get',
  path: '/api/v1/apps/:app',
  params: z.strictObject({ app: AppId }),
  reply: App,
  status: 200,
  may: 'person',
  refusals: ['not-found'],
})

/** One API that an app may call or that was switched for it here. */
export const AppApi = z.object({
  grant: Grant,
  api: z.object({
    id: ApiId,
    cloudId: z.string(),
    name: z.string(),
    authType: AuthType,
    serviceName: z.string(),
    serviceState: ServiceState,
    url: z.string().nullable(),
  }),
})
export type AppApi = z.infer<typeof AppApi>

export const listApisOfApp = endpoint({
  id: 'listApisOfApp',
  summary: 'The APIs of one app, from the local inventory',
  method: 'get',
  path: '/api/v1/apps/:app/apis',
  params: z.strictObject({ app: AppId }),
  query: z.strictObject({ ...listQuery, sort: z.enum(['name', 'service', 'verified']).default('name') }),
  reply: pageOf(AppApi),
  status: 200,
  may: 'person',
  refusals: ['not-found'],
})
