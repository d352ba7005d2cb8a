import { z } from 'zod'
import { DataArtsDraft } from './dataarts/draft.ts'

/** What a seed, a test or the outside world puts into the cloud. What is left out gets a fitting value. */
export const UserDraft = z.strictObject({
  id: z.string(),
  name: z.string(),
  accessKey: z.string(),
  secretKey: z.string().optional(),
  /** A member sees what it may access; a reader sees everything; an administrator may also change everything. */
  role: z.enum(['member', 'reader', 'administrator']).default('member'),
  projects: z.array(z.string()),
})

export const ServiceDraft = z.strictObject({
  id: z.string(),
  project: z.string(),
  workspace: z.string().default('0'),
  name: z.string(),
  description: z.string().default(''),
  owner: z.string(),
  inferType: z.enum(['real-time', 'batch', 'edge']).default('real-time'),
  status: z.string().default('running'),
  progress: z.int().optional(),
  errorMsg: z.string().optional(),
  modelName: z.string().default('model'),
  tags: z.array(z.string()).default([]),
  invocations: z.int().default(0),
  failures: z.int().default(0),
  isShared: z.boolean().default(false),
  dueTime: z.int().optional(),
  publishedAt: z.int().optional(),
  transitionAt: z.int().optional(),
  /** Users besides the owner who may see or update the service. */
  access: z.array(z.strictObject({ user: z.string(), may: z.enum(['see', 'update']) })).default([]),
})

export const ApiDraft = z.strictObject({
  id: z.string(),
  service: z.string(),
  name: z.string().optional(),
  method: z.string().default('ANY'),
  remark: z.string().default(''),
  authType: z.enum(['NONE', 'APP', 'IAM']).default('APP'),
  /** False: the cloud keeps the auth type to itself, as in some of the vendor's examples. */
  authTypeShown: z.boolean().default(true),
  supportAppCode: z.boolean().default(true),
  createdAt: z.int().optional(),
})

export const AppDraft = z.strictObject({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  remark: z.string().default(''),
  type: z.enum(['APIC', 'APIG', 'DEDICATE_APIG']).default('APIG'),
  owner: z.string(),
  /** Set: every grant to this app is refused inside a 200 with this reason. */
  refusal: z.string().optional(),
  createdAt: z.int().optional(),
  updatedAt: z.int().optional(),
})

export const GrantDraft = z.strictObject({ api: z.string(), app: z.string() })

export const WorldDraft = z.strictObject({
  projects: z.array(z.strictObject({ id: z.string(), region: z.string(), name: z.string().optional() })).default([]),
  workspaces: z.array(z.strictObject({ id: z.string(), project: z.string(), name: z.string() })).default([]),
  users: z.array(UserDraft).default([]),
  services: z.array(ServiceDraft).default([]),
  apis: z.array(ApiDraft).default([]),
  apps: z.array(AppDraft).default([]),
  grants: z.array(GrantDraft).default([]),
  dataarts: DataArtsDraft.optional(),
})
export type WorldDraft = z.input<typeof WorldDraft>
export type ReadyWorld = z.output<typeof WorldDraft>
