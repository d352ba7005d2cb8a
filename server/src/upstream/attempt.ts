import { refusalOf } from './errors.ts'
import { type Departure, type Incoming, type Outgoing, Unreadable } from './exchange.ts'
import { parseJson } from './json.ts'
import { retryAfter } from './patience.ts'
import { CloudFault } from './port.ts'
import { pathOf, queryOf, sign, type SigningKey } from './signing.ts'

export type Call = {
  /** The vendor's name of the operation. */
  operation: string
  method: Outgoing['method']
  path: readonly string[]
  query?: Readonly<Record<string, string | undefined>>
  body?: unknown
  /** What the service wants in the head besides; signed like the rest. Names in lower case. */
  headers?: Readonly<Record<string, string>>
  /** Asks only, whatever its method is. */
  isQuestion?: true
  key: SigningKey
  signal?: AbortSignal | undefined
}

/** `json` is `null` as well when the cloud has nothing to say (204). */
export type Answer = { json: unknown; requestId: string | null }

/** One try of a call. */
export type Attempt = { call: Call; departure: Departure; signal: AbortSignal }

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The one origin that a connection calls: https, or http on the own machine. */
export function originOf(endpoint: string): URL {
  const url = new URL(endpoint)
  const bare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))
  if (!bare || !safe) throw new Error('An endpoint is https://host[:port], or http on the own machine')
  return url
}

const isSegment = (text: string): boolean => text !== '' && text !== '.' && text !== '..' && text.isWellFormed()

/** The request of a call, signed. */
export function outgoingOf({
  call,
  origin,
  project,
  now,
}: {
  call: Call
  origin: URL
  project: string
  now: Date
}): Outgoing {
  // A server may read such a segment as another address.
  if (!call.path.every(isSegment)) {
    const message = `${call.operation}: an id that no address can carry`
    throw new CloudFault({ kind: 'missing', effect: 'none', message })
  }
  const query = Object.entries(call.query ?? {}).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const body = call.body === undefined ? null : JSON.stringify(call.body)
  const headers: Record<string, string> = { host: origin.host, 'x-project-id': project }
  if (body !== null) headers['content-type'] = 'application/json'
  Object.assign(headers, call.headers)

  const { method, path, key } = call
  const signed = sign({ method, path, query, headers, body: body ?? '' }, key, now)
  const target = query.length === 0 ? pathOf(path) : `${pathOf(path)}?${queryOf(query)}`
  return { method, target, headers: signed, body }
}

/** Whether a call may change something in the cloud. */
export const isWrite = (call: Call): boolean => call.method !== 'GET' && call.isQuestion !== true

/** A fault without an answer: it leaves open what a write did once the request was on its way. */
export const faultOf = (attempt: Attempt, kind: CloudFault['kind'], message: string): CloudFault =>
  new CloudFault({
    kind,
    effect: isWrite(attempt.call) && attempt.departure.sent ? 'unknown' : 'none',
    message: `${attempt.call.operation}: ${message}`,
  })

/** Error codes of zlib, of its Brotli part and of the HTTP parser. */
const NOT_AN_ANSWER = /^(Z_|ERR__ERROR_|HPE_|HTTPParserError$|UND_ERR_HEADERS_OVERFLOW$)/

const codeOf = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'unknown reason'

/** What an exchange that gave no answer means. That the caller gave up is no fault of the cloud. */
export function lossOf(attempt: Attempt, error: unknown): Error {
  if (error instanceof CloudFault) return error
  if (attempt.call.signal?.aborted) return new Error('given up')
  if (attempt.signal.aborted) return faultOf(attempt, 'timeout', 'no answer in time')
  if (error instanceof Unreadable) return faultOf(attempt, 'rubbish', error.message)

  const code = codeOf(error)
  if (NOT_AN_ANSWER.test(code)) return faultOf(attempt, 'rubbish', `an answer that cannot be read (${code})`)
  const why = attempt.departure.sent ? 'the connection was lost' : 'no connection'
  return faultOf(attempt, 'unreachable', `${why} (${code})`)
}

const requestIdOf = (answer: Incoming): string | null => answer.headers['x-request-id']?.slice(0, 200) ?? null

/** The answer of a call, or the fault that it is. */
export function answerOf(attempt: Attempt, incoming: Incoming, now: Date): Answer {
  const { operation } = attempt.call
  const write = isWrite(attempt.call)
  const { status, headers, text } = incoming
  const requestId = requestIdOf(incoming)
  if (status < 200 || status > 299) {
    const retryAfterMs = retryAfter(headers, now)
    throw refusalOf({ operation, write, status, text, requestId, retryAfterMs })
  }
  const parsed = status === 204 ? ({ ok: true, value: null } as const) : parseJson(text)
  if (parsed.ok) return { json: parsed.value, requestId }
  throw new CloudFault({
    kind: 'rubbish',
    effect: write ? 'unknown' : 'none',
    message: `${operation}: the answer is not JSON`,
    status,
    requestId,
  })
}
