import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi'
import { z } from 'zod'
import { type Endpoint, isMutation } from '@grantdesk/shared/kernel/endpoint'
import { CODES, type Code, Problem } from '@grantdesk/shared/kernel/problem'
import { OWN_HEADER } from './guard.ts'

const KeyHeader = z
  .string()
  .meta({ description: 'Makes a repeated request safe: the same key gets the same answer for 24 hours.' })
const OwnHeader = z.literal('1').meta({ description: 'Shows that the request was not forged by another site.' })
const VersionHeader = z.string().meta({ description: 'The quoted version of the row as last read, e.g. "3".' })

/** What an operation may refuse, beyond its own list. */
function refusals(e: Endpoint): Code[] {
  const always: Code[] = ['bad-input', 'too-many', 'internal', 'unavailable']
  const signedIn: Code[] = e.may === 'anyone' ? [] : ['not-signed-in', 'not-allowed']
  const change: Code[] = isMutation(e) ? ['cross-site', 'too-large', 'not-json'] : []
  const keyed: Code[] = isMutation(e) && e.may !== 'anyone' ? ['key-missing', 'key-busy', 'key-reused'] : []
  const versioned: Code[] = e.ifMatch ? ['stale', 'version-missing'] : []
  return [...e.refusals, ...always, ...signedIn, ...change, ...keyed, ...versioned]
}

function answers(e: Endpoint): ZodOpenApiOperationObject['responses'] {
  const byStatus = new Map<number, Code[]>()
  for (const code of new Set(refusals(e))) byStatus.set(CODES[code], [...(byStatus.get(CODES[code]) ?? []), code])
  const problems = [...byStatus].map(([status, codes]) => [
    String(status),
    { description: codes.join(', '), content: { 'application/problem+json': { schema: Problem } } },
  ])
  const ok = { description: 'As wished', content: { 'application/json': { schema: e.reply } } }
  return { [String(e.status)]: ok, ...Object.fromEntries(problems) } as ZodOpenApiOperationObject['responses']
}

function headersOf(e: Endpoint) {
  if (!isMutation(e)) return undefined
  const keyed = e.may === 'anyone' ? {} : { 'Idempotency-Key': KeyHeader }
  return z.object({ [OWN_HEADER]: OwnHeader, ...keyed, ...(e.ifMatch ? { 'If-Match': VersionHeader } : {}) })
}

function operation(e: Endpoint): ZodOpenApiOperationObject {
  const header = headersOf(e)
  const requestParams = {
    ...(e.params ? { path: e.params } : {}),
    ...(e.query ? { query: e.query } : {}),
    ...(header ? { header } : {}),
  } as ZodOpenApiOperationObject['requestParams']
  return {
    operationId: e.id,
    summary: e.summary,
    description:
      e.may === 'anyone' ? 'For anyone.' : e.may === 'person' ? 'For whoever is signed in.' : `For the role ${e.may}.`,
    security: e.may === 'anyone' ? [] : [{ session: [] }],
    ...(requestParams && Object.keys(requestParams).length > 0 ? { requestParams } : {}),
    ...(e.body ? { requestBody: { required: true, content: { 'application/json': { schema: e.body } } } } : {}),
    responses: answers(e),
  }
}

/** The whole contract as OpenAPI 3.1, made from the same schemas that parse. */
export function openapi(endpoints: readonly Endpoint[], house: { version: string; cookie: string }): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const e of endpoints) {
    const path = e.path.replaceAll(/:([a-z]+)/gi, '{$1}')
    paths[path] = { ...paths[path], [e.method]: operation(e) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Grantdesk', version: house.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: house.cookie } } },
  })
}
