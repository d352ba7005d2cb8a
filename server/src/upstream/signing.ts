import { createHash, createHmac } from 'node:crypto'

/** What a request is signed with. A temporary key pair carries its security token. */
export type SigningKey = { accessKey: string; secretKey: string; securityToken?: string | undefined }

/** A request as it will be sent: the path not yet percent-encoded, the query as pairs, the body byte for byte. */
export type Unsigned = {
  method: string
  /** Segments of the path; `['v1', 'p1']` stands for `/v1/p1`. */
  path: readonly string[]
  query: readonly (readonly [string, string])[]
  /** All of these are signed, except names with an underscore. */
  headers: Readonly<Record<string, string>>
  body: string
}

const ALGORITHM = 'SDK-HMAC-SHA256'

/** Percent-encodes all but the unreserved characters of RFC 3986, which `encodeURIComponent` leaves too many of. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** The path as it stands in the request line. */
export const pathOf = (segments: readonly string[]): string => `/${segments.map(encode).join('/')}`

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** The query as it stands in the request line: also the canonical one, so that what is signed is what is sent. */
export const queryOf = (pairs: readonly (readonly [string, string])[]): string =>
  pairs
    .toSorted(([nameA, a], [nameB, b]) => byCodePoint(nameA, nameB) || byCodePoint(a, b))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')

const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const signedHeaders = (headers: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()])
    .filter(([name]) => !name.includes('_'))
    .toSorted(([a], [b]) => byCodePoint(a, b))

/** "API Request Signing Guide", canonical request: the path ends with a slash there, whatever is sent. */
export function canonicalRequest(request: Unsigned): string {
  const headers = signedHeaders(request.headers)
  const path = pathOf(request.path)
  return [
    request.method.toUpperCase(),
    path.endsWith('/') ? path : `${path}/`,
    queryOf(request.query),
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    headers.map(([name]) => name).join(';'),
    hash(request.body),
  ].join('\n')
}

/** `X-Sdk-Date`: UTC, to the second. */
export const sdkDate = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '')

/** The request's headers with date, security token and `authorization`, signed by SDK-HMAC-SHA256. */
export function sign(request: Unsigned, key: SigningKey, at: Date): Record<string, string> {
  const headers: Record<string, string> = { ...request.headers, 'x-sdk-date': sdkDate(at) }
  if (key.securityToken !== undefined) headers['x-security-token'] = key.securityToken

  const toSign = [ALGORITHM, sdkDate(at), hash(canonicalRequest({ ...request, headers }))].join('\n')
  const signature = createHmac('sha256', key.secretKey).update(toSign, 'utf8').digest('hex')
  const names = signedHeaders(headers).map(([name]) => name)
  headers['authorization'] =
    `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return headers
}
