import { z } from 'zod'

const Instant = z.int().optional()

/** What a seed or a test puts into DataArts Studio. What is left out gets a fitting value. */
export const StudioDraft = z.strictObject({ id: z.string(), project: z.string(), name: z.string().default('studio') })

export const StudioWorkspaceDraft = z.strictObject({
  id: z.string(),
  studio: z.string(),
  name: z.string(),
  isDefault: z.boolean().default(false),
  owner: z.string(),
  createdAt: Instant,
  members: z
    .array(z.strictObject({ user: z.string(), role: z.enum(['admin', 'developer', 'operator', 'viewer']) }))
    .default([]),
  /** Users who are registered as reviewers. */
  approvers: z.array(z.string()).default([]),
})

export const ClusterDraft = z.strictObject({
  id: z.string(),
  studio: z.string(),
  name: z.string(),
  type: z.enum(['DLM', 'APIG', 'APIGW', 'ROMA_APIC']).default('APIGW'),
  status: z.string().default('RUNNING'),
  createdAt: Instant,
})

export const DataApiDraft = z.strictObject({
  id: z.string(),
  workspace: z.string(),
  edition: z.enum(['SHARED', 'EXCLUSIVE']).default('EXCLUSIVE'),
  name: z.string(),
  description: z.string().default(''),
  kind: z.string().default('API_SPECIFIC_TYPE_CONFIGURATION'),
  authType: z.enum(['APP', 'IAM', 'NONE']).default('APP'),
  visibility: z.enum(['WORKSPACE', 'PROJECT', 'DOMAIN']).default('WORKSPACE'),
  retentionHours: z.int().default(0),
  method: z.enum(['GET', 'POST']).default('GET'),
  path: z.string().optional(),
  /** The user who reviews it. */
  manager: z.string(),
  creator: z.string(),
  tags: z.array(z.string()).default([]),
  table: z.string().default('dwd.t_table'),
  calls: z.int().default(0),
  createdAt: Instant,
  updatedAt: Instant,
  publishedAt: Instant,
  /** Its state on each cluster; the shared edition has one gateway, named APIG. */
  on: z
    .array(
      z.strictObject({
        cluster: z.string(),
        status: z.string().default('API_STATUS_PUBLISHED'),
        debug: z.string().default('API_DEBUG_SUCCESS'),
      }),
    )
    .default([]),
})

export const DataAppDraft = z.strictObject({
  id: z.string(),
  workspace: z.string(),
  edition: z.enum(['SHARED', 'EXCLUSIVE']).default('EXCLUSIVE'),
  name: z.string(),
  description: z.string().default(''),
  type: z.enum(['APP', 'IAM', 'APIG', 'APIGW', 'DLM', 'ROMA_APIC']).default('APP'),
  creator: z.string(),
  updater: z.string().optional(),
  createdAt: Instant,
  updatedAt: Instant,
})

export const RelationDraft = z.strictObject({
  api: z.string(),
  app: z.string(),
  cluster: z.string(),
  state: z.enum(['LINK_WAITING_CHECK', 'LINKED', 'OFFLINE_WAITING_CHECK', 'RENEW_WAITING_CHECK']).default('LINKED'),
  expiresAt: z.int().nullable().default(null),
  approvedAt: z.int().nullable().default(null),
  staticParams: z.array(z.strictObject({ para_name: z.string(), para_value: z.string() })).default([]),
})

export const TicketDraft = z.strictObject({
  id: z.string(),
  kind: z.enum(['application', 'notice']).default('application'),
  type: z.string().default('APPLY_TYPE_APPLY'),
  status: z.enum([
    'STATUS_TYPE_PENDING_APPROVAL',
    'STATUS_TYPE_REJECTED',
    'STATUS_TYPE_PASSED',
    'STATUS_TYPE_PENDING_CHECK',
    'STATUS_TYPE_PENDING_EXECUTE',
    'STATUS_TYPE_SYNCHRONOUS_EXECUTE',
    'STATUS_TYPE_FORCED_CANCEL',
  ]),
  api: z.string(),
  app: z.string().nullable().default(null),
  cluster: z.string(),
  applicant: z.string(),
  approver: z.string(),
  note: z.string().default(''),
  usingTime: z.int().nullable().default(null),
  appliedAt: z.int(),
  decidedAt: z.int().nullable().default(null),
  runAt: z.int().nullable().default(null),
})

export const DataArtsDraft = z.strictObject({
  studios: z.array(StudioDraft).default([]),
  workspaces: z.array(StudioWorkspaceDraft).default([]),
  clusters: z.array(ClusterDraft).default([]),
  apis: z.array(DataApiDraft).default([]),
  apps: z.array(DataAppDraft).default([]),
  relations: z.array(RelationDraft).default([]),
  tickets: z.array(TicketDraft).default([]),
})
export type DataArtsDraft = z.input<typeof DataArtsDraft>
export type ReadyDataArts = z.output<typeof DataArtsDraft>
