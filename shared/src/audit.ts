import { z } from 'zod'
import { endpoint } from './kernel/endpoint.ts'
import { Instant } from './kernel/time.ts'

/** What the log of events can hold; each kind is written in the unit of work of its cause. */
export const EVENT_KINDS = [
  'house.opened',
  'session.started',
  'session.refused',
  'session.ended',
  'password.changed',
  'password.refused',
  'person.added',
  'person.changed',
  'role.given',
  'role.taken',
  'grant.intended',
  'grant.sent',
  'grant.settled',
  'grant.unverified',
  'api.register-intended',
  'api.register-sent',
  'api.register-settled',
  'inventory.read',
  'inventory.failed',
] as const
export const EventKind = z.enum(EVENT_KINDS)
export type EventKind = z.infer<typeof EventKind>

/** How the hash chain stands. */
export const AuditHealth = z.object({
  sealed: z.number().int(),
  unsealed: z.number().int(),
  /** Seconds since the oldest event that is not sealed yet. */
  oldestUnsealedSeconds: z.number().nullable(),
  /** Hash of the newest seal, hex. */
  head: z.string().nullable(),
})

export const showAuditHealth = endpoint({
  id: 'showAuditHealth',
  summary: 'How the hash chain of the audit log stands',
  method: 'get',
  path: '/api/v1/audit/health',
  reply: AuditHealth,
  status: 200,
  may: 'auditor',
  refusals: [],
})

export const verifyAudit = endpoint({
  id: 'verifyAudit',
  summary: 'Recompute the whole hash chain and compare',
  method: 'get',
  path: '/api/v1/audit/verification',
  reply: z.object({
    ok: z.boolean(),
    checked: z.number().int(),
    head: z.string().nullable(),
    /** The first seal at which the chain breaks, and how. */
    broken: z.object({ seq: z.number().int(), why: z.string() }).nullable(),
    at: Instant,
  }),
  status: 200,
  may: 'auditor',
  refusals: [],
})
