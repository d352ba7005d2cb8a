import { z } from 'zod'

/** The closed list of refusals, each with the one status it is told by. */
export const CODES = {
  'bad-input': 400,
  'key-missing': 400,
  'wrong-credentials': 401,
  'not-signed-in': 401,
  'not-allowed': 403,
  'cross-site': 403,
  'own-app': 403,
  'wrong-code': 403,
  'not-found': 404,
  'no-such-route': 404,
  'method-not-allowed': 405,
  'key-busy': 409,
  'already-there': 409,
  'last-admin': 409,
  'api-exists': 409,
  'not-possible': 409,
  stale: 412,
  'too-large': 413,
  'not-json': 415,
  'key-reused': 422,
  'version-missing': 428,
  'too-many': 429,
  internal: 500,
  'cloud-refused': 502,
  'cloud-rubbish': 502,
  'cloud-unreachable': 503,
  'cloud-throttled': 503,
  unavailable: 503,
} as const satisfies Record<string, number>

export type Code = keyof typeof CODES
export const Code = z.enum(Object.keys(CODES) as [Code, ...Code[]])

/** One fault of the input: where, and which rule was broken. */
export const Issue = z.object({ path: z.string(), rule: z.string(), message: z.string() })
export type Issue = z.infer<typeof Issue>

/** What the cloud itself said, kept word for word. */
export const CloudWord = z.object({
  status: z.number().int().nullable(),
  code: z.string().nullable(),
  message: z.string(),
  requestId: z.string().nullable(),
})
export type CloudWord = z.infer<typeof CloudWord>

/** An answer that is not the wished one: problem details of RFC 9457 (`application/problem+json`). */
export const Problem = z.object({
  type: z.string().describe('urn:grantdesk:problem:<code>'),
  title: z.string(),
  status: z.number().int(),
  code: Code,
  detail: z.string().optional(),
  /** Reference number of this very answer; the log knows it. */
  instance: z.string(),
  issues: z.array(Issue).optional(),
  /** With `stale`: the row as it is now. */
  current: z.unknown().optional(),
  /** With `not-possible` and `not-allowed`: the reason, as `allowed` would say it. */
  reason: z.string().optional(),
  cloud: CloudWord.optional(),
  /** Seconds until another try makes sense. */
  retryAfter: z.number().int().optional(),
})
export type Problem = z.infer<typeof Problem>
