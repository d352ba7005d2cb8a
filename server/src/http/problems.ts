import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { CODES, type Code, type Problem } from '@grantdesk/shared/kernel/problem'
import type { Endpoint } from '@grantdesk/shared/kernel/endpoint'
import type { Log } from '../kernel/log.ts'
import { type Facts, Refusal } from '../kernel/refusal.ts'
import { CloudFault } from '../upstream/port.ts'

const TITLES: Record<Code, string> = {
  'bad-input': 'The input is not valid',
  'key-missing': 'An Idempotency-Key header is needed',
  'wrong-credentials': 'Wrong e-mail or password',
  'not-signed-in': 'Not signed in',
  'not-allowed': 'Not allowed',
  'cross-site': 'The request did not come from this site',
  'own-app': 'Nobody gives access to an app of his own',
  'wrong-code': 'The one-time code is wrong or used up',
  'not-found': 'Not found',
  'no-such-route': 'No such operation',
  'method-not-allowed': 'This address does not know that method',
  'key-busy': 'The same request is still running',
  'already-there': 'It is there already',
  'last-admin': 'The last admin stays',
  'api-exists': 'The service has an API already',
  'not-possible': 'Not possible now',
  stale: 'Changed meanwhile',
  'too-large': 'Too large',
  'not-json': 'The body must be application/json',
  'key-reused': 'The Idempotency-Key was used for another request',
  'version-missing': 'An If-Match header with the version is needed',
  'too-many': 'Too many requests',
  internal: 'Something went wrong here',
  'cloud-refused': 'The cloud refused',
  'cloud-rubbish': 'The cloud answered something unreadable',
  'cloud-unreachable': 'The cloud does not answer',
  'cloud-throttled': 'The cloud asks to wait',
  unavailable: 'Storage does not answer',
}

export function problemOf(code: Code, facts: Facts = {}): Problem {
  return {
    type: `urn:grantdesk:problem:${code}`,
    title: TITLES[code],
    status: CODES[code],
    code,
    ...facts,
    instance: `urn:uuid:${randomUUID()}`,
  }
}

const CLOUD_CODES: Record<CloudFault['kind'], Code> = {
  refused: 'cloud-refused',
  unauthenticated: 'cloud-refused',
  forbidden: 'cloud-refused',
  missing: 'cloud-refused',
  throttled: 'cloud-throttled',
  broken: 'cloud-refused',
  unreachable: 'cloud-unreachable',
  timeout: 'cloud-unreachable',
  rubbish: 'cloud-rubbish',
}

function ofCloud({ kind, status, code, message, requestId, retryAfterMs }: CloudFault): Problem {
  const wait = retryAfterMs === null ? {} : { retryAfter: Math.ceil(retryAfterMs / 1000) }
  return problemOf(CLOUD_CODES[kind], { reason: kind, cloud: { status, code, message, requestId }, ...wait })
}

/** What express and its parsers throw for a request they cannot read. */
const READING: Record<number, Code> = { 400: 'bad-input', 413: 'too-large', 415: 'not-json' }

function problemFrom(fault: unknown): Problem {
  if (fault instanceof Refusal) return problemOf(fault.code, fault.facts)
  if (fault instanceof CloudFault) return ofCloud(fault)
  if (isStorageDown(fault)) return problemOf('unavailable')
  const status = (fault as { status?: unknown } | null)?.status
  return problemOf(typeof status === 'number' ? codeOf(status) : 'internal')
}

/** A condition on a file that does not hold is the request's fault, too. */
const codeOf = (status: number): Code => READING[status] ?? (status >= 400 && status < 500 ? 'bad-input' : 'internal')

const NETWORK = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]
/** "Appendix A. PostgreSQL Error Codes": connections, a full disk or memory, shutdown, and a statement that took too long. */
const SERVER = ['08000', '08001', '08003', '08006', '53100', '53200', '53300', '57014', '57P01', '57P02', '57P03']
const DOWN = new Set([...NETWORK, ...SERVER])
/** What the driver says by words alone (`pg`, `pg-pool`). */
const DOWN_WORDS =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout)/

const isStorageDown = (fault: unknown): boolean => {
  const { code, message } = (fault ?? {}) as { code?: unknown; message?: unknown }
  return DOWN.has(String(code)) || DOWN_WORDS.test(String(message))
}

/** The one place where what went wrong becomes an answer; the unknown is logged with the number the person is told. */
export const problems =
  (log: Log): ErrorRequestHandler =>
  // oxlint-disable-next-line max-params -- express knows an error handler by its four parameters
  (fault: unknown, req, res, next) => {
    const problem = problemFrom(fault)
    if (problem.status === 500 || problem.code === 'unavailable') {
      log.error(
        { instance: problem.instance, method: req.method, path: req.path, fault: described(fault) },
        'a request failed',
      )
    }
    if (res.headersSent) return next(fault)
    res.set('Cache-Control', 'no-store')
    if (problem.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter))
    res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }

const described = (fault: unknown): unknown =>
  fault instanceof Error ? { name: fault.name, message: fault.message, stack: fault.stack } : { text: String(fault) }

/** Answers for paths under `/api` that no operation has: 405 where only the method is wrong. */
export function unknownRoute(endpoints: readonly Endpoint[]): RequestHandler {
  const forms = endpoints.map((e) => ({
    method: e.method,
    form: new RegExp(`^${e.path.replaceAll(/:[a-z]+/gi, '[^/]+')}$`),
  }))
  return (req, res, next) => {
    const methods = forms
      .filter(({ form }) => form.test(`${req.baseUrl}${req.path}`))
      .map(({ method }) => method.toUpperCase())
    if (methods.length === 0) return next(new Refusal('no-such-route'))
    res.set('Allow', [...new Set(methods)].join(', '))
    next(new Refusal('method-not-allowed'))
  }
}
