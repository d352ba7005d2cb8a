import { z } from 'zod'
import { Change } from './changes.ts'
import { Allowed } from './kernel/allowed.ts'
import { endpoint } from './kernel/endpoint.ts'
import { ApiId, AppId } from './kernel/ids.ts'
import { BULK_MAX } from './kernel/limits.ts'
import { Cursor, Limit, Order, Search, listOf, pageOf } from './kernel/page.ts'
import { Code } from './kernel/problem.ts'
import { Instant } from './kernel/time.ts'

export const Wanted = z.enum(['on', 'off'])
export type Wanted = z.infer<typeof Wanted>

/**
 * What a row says of one app on one API. Never `active` before the cloud was read back.
 *
 * `none` no access · `active` verified by reading · `issuing` / `ending` on the way · `unverified` sent, not confirmed yet ·
 * `failed` the cloud refused · `outside` the cloud has it otherwise than decided here.
 */
export const GrantState = z.enum(['none', 'active', 'issuing', 'ending', 'unverified', 'failed', 'outside'])
export type GrantState = z.infer<typeof GrantState>

/** One app on one API: what is wanted, what is, and when that was last seen with our own eyes. */
export const Grant = z.object({
  api: ApiId,
  app: AppId,
  state: GrantState,
  /** What was decided here; `null` when nobody decided here. */
  wanted: Wanted.nullable(),
  /** What the cloud has, as last read; `null` when never read. */
  actual: Wanted.nullable(),
  verifiedAt: Instant.nullable(),
  /** The last change intended here. */
  change: Change.nullable(),
  allowed: z.object({ on: Allowed, off: Allowed }),
  /** Goes into `If-Match`. Starts at 0 for a pair that was never touched. */
  version: z.number().int(),
})
export type Grant = z.infer<typeof Grant>

/** One app beside one API, with what is known of the app. */
export const AccessRow = z.object({
  grant: Grant,
  app: z.object({
    id: AppId,
    cloudId: z.string(),
    name: z.string(),
    type: z.string().nullable(),
    remark: z.string().nullable(),
    creator: z.string().nullable(),
    project: z.string().nullable(),
    boundApis: z.number().int().nullable(),
    createdAt: Instant.nullable(),
    updatedAt: Instant.nullable(),
  }),
})
export type AccessRow = z.infer<typeof AccessRow>

export const Show = z.enum(['all', 'authorized', 'unauthorized'])
export type Show = z.infer<typeof Show>

export const listAccess = endpoint({
  id: 'listAccess',
  summary: 'The apps of one API, read live from the cloud with its own filter, search and sort',
  method: 'get',
  path: '/api/v1/apis/:api/apps',
  params: z.strictObject({ api: ApiId }),
  query: z.strictObject({
    show: Show.default('all'),
    search: Search.optional(),
    sort: z.enum(['name', 'created', 'updated']).default('name'),
    order: Order.default('asc'),
    cursor: Cursor.optional(),
    limit: Limit,
  }),
  reply: pageOf(AccessRow).extend({
    /** Totals of the three shows under the same search; `null` when the cloud's answers contradict each other. */
    counts: z.object({
      all: z.number().int().nullable(),
      authorized: z.number().int().nullable(),
      unauthorized: z.number().int().nullable(),
    }),
    readAt: Instant,
  }),
  status: 200,
  may: 'person',
  refusals: ['not-found', 'not-possible', 'cloud-refused', 'cloud-rubbish', 'cloud-unreachable', 'cloud-throttled'],
})

export const listGrants = endpoint({
  id: 'listGrants',
  summary: 'What the desk knows right now of some apps on one API, without asking the cloud',
  method: 'get',
  path: '/api/v1/apis/:api/grants',
  params: z.strictObject({ api: ApiId }),
  query: z.strictObject({ app: listOf(AppId, 200) }),
  reply: z.object({ rows: z.array(Grant) }),
  status: 200,
  may: 'person',
  refusals: ['not-found'],
})

export const switchGrant = endpoint({
  id: 'switchGrant',
  summary: 'Switch one app on or off; accepted at once, sent and read back in the background',
  method: 'put',
  path: '/api/v1/apis/:api/grants/:app',
  params: z.strictObject({ api: ApiId, app: AppId }),
  body: z.strictObject({ wanted: Wanted }),
  reply: Grant,
  status: 202,
  may: 'reviewer',
  ifMatch: true,
  refusals: ['not-found', 'own-app', 'not-possible'],
})

export const switchGrants = endpoint({
  id: 'switchGrants',
  summary: 'Switch several apps on or off, one intent a pair, with an outcome for each',
  method: 'post',
  path: '/api/v1/apis/:api/grants',
  params: z.strictObject({ api: ApiId }),
  body: z.strictObject({
    wanted: Wanted,
    apps: z
      .array(z.strictObject({ app: AppId, version: z.number().int().min(0) }))
      .min(1)
      .max(BULK_MAX),
  }),
  reply: z.object({
    rows: z.array(
      z.object({ app: AppId, refused: Code.nullable(), reason: z.string().nullable(), grant: Grant.nullable() }),
    ),
  }),
  status: 202,
  may: 'reviewer',
  refusals: ['not-found'],
})
