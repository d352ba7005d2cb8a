import { z } from 'zod'
import { endpoint } from './kernel/endpoint.ts'
import { ConnectionId } from './kernel/ids.ts'
import { CloudWord } from './kernel/problem.ts'
import { Instant } from './kernel/time.ts'

export const CloudService = z.enum(['modelarts', 'dataarts'])
export type CloudService = z.infer<typeof CloudService>

/** What an identity is used for. */
export const Duty = z.enum(['read', 'grant', 'apply'])
export type Duty = z.infer<typeof Duty>

/** How a connection writes: only what changes, or always the complete set (which can lose outside changes). */
export const Writes = z.enum(['delta', 'replace'])
export type Writes = z.infer<typeof Writes>

/** One cloud user of a connection, without its credential: that one never leaves the server. */
export const Identity = z.object({
  label: z.string(),
  duties: z.array(Duty),
  /** The cloud's id of the user, as far as known. */
  cloudUser: z.string().nullable(),
})
export type Identity = z.infer<typeof Identity>

/** What the last reading of a connection came to. */
export const Freshness = z.object({
  state: z.enum(['never', 'reading', 'fresh', 'failed']),
  /** When the last complete reading ended. */
  readAt: Instant.nullable(),
  /** Services read of those to read, while reading. */
  done: z.number().int().nullable(),
  of: z.number().int().nullable(),
  /** Why the last reading failed, in the cloud's words. */
  fault: CloudWord.extend({ kind: z.string() }).nullable(),
})
export type Freshness = z.infer<typeof Freshness>

export const Connection = z.object({
  id: ConnectionId,
  label: z.string(),
  service: CloudService,
  region: z.string(),
  project: z.string(),
  workspace: z.string().nullable(),
  writes: Writes,
  identities: z.array(Identity),
  counts: z.object({
    services: z.number().int(),
    apis: z.number().int(),
    apps: z.number().int(),
    grants: z.number().int(),
  }),
  freshness: Freshness,
})
export type Connection = z.infer<typeof Connection>

export const listConnections = endpoint({
  id: 'listConnections',
  summary: 'All connections with what is known of them and how fresh it is',
  method: 'get',
  path: '/api/v1/connections',
  reply: z.object({ rows: z.array(Connection) }),
  status: 200,
  may: 'person',
  refusals: [],
})

export const refreshConnection = endpoint({
  id: 'refreshConnection',
  summary: 'Read everything of a connection again, now',
  method: 'post',
  path: '/api/v1/connections/:connection/refresh',
  params: z.strictObject({ connection: ConnectionId }),
  reply: Connection,
  status: 202,
  may: 'person',
  refusals: ['not-found'],
})
