import { CloudFault, type FaultKind } from './port.ts'

/** What a refusing answer says, whichever of the clouds' body shapes it has. */
export type ErrorBody = { code: string | null; message: string | null; requestId: string | null }

/** A refusing answer as it came. */
export type Refusal = {
  operation: string
  /** Whether the call could change something in the cloud. */
  write: boolean
  status: number
  text: string
  requestId: string | null
  retryAfterMs: number | null
}

const LONGEST_MESSAGE = 500

// The shapes of ModelArts, gateway and IAM (`error_code`, `error_msg`), of the gateway's siblings (camel case, flat) and
// of Keystone (`{ error: { code, message, title } }`).
const CODES = ['error_code', 'errorCode', 'code']
const MESSAGES = ['error_msg', 'errorMsg', 'error_message', 'message']
const REQUESTS = ['request_id', 'requestId']

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One line without control characters, short enough to be shown and kept. */
export function tidy(text: string): string | null {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
  return line === '' ? null : line.slice(0, LONGEST_MESSAGE)
}

function firstOf(fields: Fields, names: readonly string[]): string | null {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (typeof value === 'string' || typeof value === 'number') {
      const said = tidy(String(value))
      if (said !== null) return said
    }
  }
  return null
}

const nothing: ErrorBody = { code: null, message: null, requestId: null }

function fromFields(outer: Fields): ErrorBody {
  const inner = Object.values(outer).filter(isFields)
  const seek = (names: readonly string[]): string | null => {
    for (const fields of [outer, ...inner]) {
      const found = firstOf(fields, names)
      if (found !== null) return found
    }
    return null
  }
  return { code: seek(CODES), message: seek(MESSAGES), requestId: seek(REQUESTS) }
}

/** Reads every body shape that the clouds and what stands before them are known to refuse with; never throws. */
export function readErrorBody(text: string): ErrorBody {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    // Plain text is a message; a page of HTML is not one.
    return text.trimStart().startsWith('<') ? nothing : { ...nothing, message: tidy(text) }
  }
  if (typeof body === 'string') return { ...nothing, message: tidy(body) }
  return isFields(body) ? fromFields(body) : nothing
}

// "ModelArts API Reference", Error Codes: an invalid token and an invalid AK/SK are refused with 403 as well.
const BAD_CREDENTIAL = new Set(['ModelArts.0203', 'ModelArts.0206'])

const KINDS = new Map<number, FaultKind>([
  [401, 'unauthenticated'],
  [404, 'missing'],
  [408, 'timeout'],
  [429, 'throttled'],
])

// DataArts Studio refuses with 400 alone, so its codes tell what 404 tells elsewhere; the vendor prints no catalogue
// (Terraform provider, resources of DataService: each reads "gone" from such a code).
const GONE = new Set(['DLM.4018', 'DLM.4063', 'DLM.4197', 'DLM.4205', 'DLM.4215', 'DLM.4292'])

/**
 * The workspace is not there for who asks: also the answer to a wrong `workspace` header and to a membership that ended
 * (same source). It says nothing about the thing that was asked for, so it must not be read as "gone".
 */
const NO_ENTRY = new Set(['DLM.4001', 'DLM.3027', 'DLS.6036', 'DLG.0818'])

/** Publishing on a cluster takes one call at a time ("DataService API Publishment", Terraform provider; no code noted). */
const BUSY = /operation in progress/i

function kindOf400({ code, message }: ErrorBody): FaultKind {
  if (code !== null && GONE.has(code)) return 'missing'
  if (code !== null && NO_ENTRY.has(code)) return 'forbidden'
  return BUSY.test(message ?? '') ? 'throttled' : 'refused'
}

function kindOf(status: number, said: ErrorBody): FaultKind {
  // The same code comes with different statuses, so the status decides first.
  if (status === 403) return said.code !== null && BAD_CREDENTIAL.has(said.code) ? 'unauthenticated' : 'forbidden'
  if (status === 400) return kindOf400(said)
  if (status >= 500) return 'broken'
  if (status < 400) return 'rubbish'
  return KINDS.get(status) ?? 'refused'
}

/**
 * The fault that a refusing answer is. A write that met 5xx may have happened all the same: a grant that failed in the
 * gateway also comes as 500 ("Error Codes", ModelArts.3937), and an answer that gave up waiting says nothing either.
 */
export function refusalOf(refusal: Refusal): CloudFault {
  const { status, write } = refusal
  const said = readErrorBody(refusal.text)
  const kind = kindOf(status, said)
  const settled = kind !== 'broken' && kind !== 'timeout' && kind !== 'rubbish'
  return new CloudFault({
    kind,
    effect: write && !settled ? 'unknown' : 'none',
    message: said.message ?? `${refusal.operation}: the cloud answered ${status} without a reason`,
    status,
    code: said.code,
    requestId: refusal.requestId ?? said.requestId,
    retryAfterMs: refusal.retryAfterMs,
  })
}
