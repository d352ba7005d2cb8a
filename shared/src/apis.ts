import { z } from 'zod'
import { Allowed } from './kernel/allowed.ts'
import { endpoint } from './kernel/endpoint.ts'
import { ApiId, AppId, ConnectionId, ServiceId } from './kernel/ids.ts'
import { REGISTER_MAX } from './kernel/limits.ts'
import { Flag, listOf, listQuery, pageOf } from './kernel/page.ts'
import { Instant } from './kernel/time.ts'
import { Registration } from './changes.ts'

/** How an API knows its callers; `unknown` is left to the cloud. */
export const AuthType = z.enum(['app', 'iam', 'none', 'unknown', 'other'])
export type AuthType = z.infer<typeof AuthType>

/** The service states that the cloud documents; others are shown with the cloud's own word. */
export const ServiceState = z.enum([
  'running',
  'deploying',
  'concerning',
  'failed',
  'stopped',
  'finished',
  'stopping',
  'deleting',
  'pending',
  'waiting',
  'other',
])
export type ServiceState = z.infer<typeof ServiceState>

/** A cloud service and its API; `api` is `null` until one is registered for the service. */
export const ApiRow = z.object({
  connection: ConnectionId,
  connectionLabel: z.string(),
  service: z.object({
    id: ServiceId,
    /** The cloud's id. */
    cloudId: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    state: ServiceState,
    /** The cloud's own word for the state. */
    stateWord: z.string().nullable(),
    /** The cloud user who created the service. */
    owner: z.string().nullable(),
    publishedAt: Instant.nullable(),
    /** Set once the cloud no longer shows it. */
    goneAt: Instant.nullable(),
  }),
  api: z
    .object({
      id: ApiId,
      /** The cloud's id. */
      cloudId: z.string(),
      name: z.string(),
      method: z.string().nullable(),
      /** The prediction address. */
      url: z.string().nullable(),
      authType: AuthType,
      authWord: z.string().nullable(),
      supportsAppCode: z.boolean().nullable(),
      remark: z.string().nullable(),
      /** Apps authorized, as last read. */
      grants: z.number().int(),
      goneAt: Instant.nullable(),
    })
    .nullable(),
  /** When this row was last read from the cloud. */
  seenAt: Instant,
  allowed: z.object({ register: Allowed, switch: Allowed }),
  /** A registration that is under way or failed; `null` otherwise. */
  registration: Registration.nullable(),
})
export type ApiRow = z.infer<typeof ApiRow>

export const ApiSort = z.enum(['name', 'service', 'published', 'grants', 'seen'])

export const listApis = endpoint({
  id: 'listApis',
  summary: 'APIs and services of all connections, from the local inventory',
  method: 'get',
  path: '/api/v1/apis',
  query: z.strictObject({
    ...listQuery,
    sort: ApiSort.default('name'),
    connection: listOf(ConnectionId, 50).optional(),
    state: listOf(ServiceState, 20).optional(),
    auth: listOf(AuthType, 10).optional(),
    /** Whether any app is authorized. */
    grants: Flag.optional(),
    /** Whether the service has an API. */
    registered: Flag.optional(),
  }),
  reply: pageOf(ApiRow),
  status: 200,
  may: 'person',
  refusals: [],
})

export const showApi = endpoint({
  id: 'showApi',
  summary: 'One API with its service',
  method: 'get',
  path: '/api/v1/apis/:api',
  params: z.strictObject({ api: ApiId }),
  reply: ApiRow,
  status: 200,
  may: 'person',
  refusals: ['not-found'],
})

export const showService = endpoint({
  id: 'showService',
  summary: 'One service, with or without an API',
  method: 'get',
  path: '/api/v1/services/:service',
  params: z.strictObject({ service: ServiceId }),
  reply: ApiRow,
  status: 200,
  may: 'person',
  refusals: ['not-found'],
})

export const refreshService = endpoint({
  id: 'refreshService',
  summary: 'Read one service, its API and its authorized apps again, now',
  method: 'post',
  path: '/api/v1/services/:service/refresh',
  params: z.strictObject({ service: ServiceId }),
  reply: ApiRow,
  status: 200,
  may: 'person',
  refusals: ['not-found', 'cloud-refused', 'cloud-rubbish', 'cloud-unreachable', 'cloud-throttled'],
})

export const registerApi = endpoint({
  id: 'registerApi',
  summary:
    'Register an API for a service that has none and grant it to apps; accepted at once, carried out in the background',
  method: 'post',
  path: '/api/v1/services/:service/api',
  params: z.strictObject({ service: ServiceId }),
  body: z.strictObject({ apps: z.array(AppId).min(1).max(REGISTER_MAX) }),
  reply: ApiRow,
  status: 202,
  may: 'reviewer',
  refusals: ['not-found', 'api-exists', 'own-app', 'not-possible'],
})
