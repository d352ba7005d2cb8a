import { expect, test } from 'vitest'
import { exchangeDifferences } from './check.ts'
import { FACTS } from './facts/index.ts'
import type { Exchange } from './recorder.ts'

const signed = {
  authorization: 'SDK-HMAC-SHA256 …',
  'x-sdk-date': '20260102T030405Z',
  host: 'cloud',
  'x-project-id': 'p',
}
const json = { 'content-type': 'application/json; charset=utf-8' }

const listing: Exchange = {
  method: 'GET',
  path: '/v1/p/services/s/app-auth-apis/a/api-auths?limit=10&offset=0&show_only=AUTH',
  requestHeaders: signed,
  requestBody: null,
  status: 200,
  answerHeaders: json,
  answerBody: JSON.stringify({
    auths: [{ app: { app_id: 'x', created_at: 1 }, authed: true }],
    count: 1,
    total_count: 1,
  }),
}

const grant: Exchange = {
  method: 'POST',
  path: '/v1/p/services/s/app-auth-apis/a/app-auth-api',
  requestHeaders: { ...signed, 'content-type': 'application/json' },
  requestBody: JSON.stringify({ apps: [{ app_id: 'x' }], workspace_id: '0' }),
  status: 200,
  answerHeaders: { ...json, 'x-request-id': 'r' },
  answerBody: JSON.stringify({ auth_result: [{ api_id: 'a', app_id: 'x', success: true }] }),
}

const differences = (exchange: Exchange): string[] => exchangeDifferences(FACTS, exchange)

test('finds nothing where all is as described', () => {
  expect(differences(listing)).toEqual([])
  expect(differences(grant)).toEqual([])
})

const withAuths = (auth: unknown): Exchange => ({ ...listing, answerBody: JSON.stringify({ auths: [auth] }) })
const withBody = (body: unknown): Exchange => ({ ...grant, requestBody: JSON.stringify(body) })
const asked = (query: string): Exchange => ({ ...listing, path: `/v1/p/services/s/app-auth-apis/a/api-auths?${query}` })
const failed = (status: number, body: unknown): Exchange => ({ ...grant, status, answerBody: JSON.stringify(body) })
const failure = { error_code: 'ModelArts.0010', error_msg: 'no' }

test.each<[string, Exchange, string]>([
  ['an unknown operation', { ...listing, path: '/v2/p/services' }, 'GET /v2/p/services is no described operation'],
  ['another method', { ...listing, method: 'PATCH' }, 'is no described operation'],
  ['an undescribed parameter', asked('page=1'), 'request: query page is not described'],
  ['a parameter twice', asked('limit=1&limit=2'), 'request: query limit is given twice'],
  ['an undescribed word', asked('sort_by=name'), 'request: query sort_by has an undescribed word'],
  ['a name that is too long', asked(`app_name=${'x'.repeat(256)}`), 'request: query app_name has 256 characters'],
  [
    'an id that is too long',
    { ...grant, path: grant.path.replace('/a/', `/${'a'.repeat(256)}/`) },
    'request: path api_id has 256',
  ],
  [
    'a strange header',
    { ...listing, requestHeaders: { ...signed, cookie: 'x' } },
    'request: header cookie is not described',
  ],
  ['no credential', { ...listing, requestHeaders: {} }, 'request: the request carries no credential'],
  ['no content type', { ...grant, requestHeaders: signed }, 'request: the body is not called JSON'],
  ['no body', { ...grant, requestBody: null }, 'request: the described body is missing'],
  ['a body for a read', { ...listing, requestBody: '{}' }, 'request: a body is sent, none is described'],
  ['a body without apps', withBody({ workspace_id: '0' }), 'request: body apps is missing'],
  [
    'an undescribed field sent',
    withBody({ apps: [{ app_id: 'x', app_name: 'y' }] }),
    'request: body apps[].app_name is not described',
  ],
  [
    'a field of another type sent',
    withBody({ apps: [{ app_id: 7 }] }),
    'request: body apps[].app_id is integer, described as string',
  ],
  ['an undescribed field', withAuths({ app: {}, authed: true, since: 1 }), 'answer: auths[].since is not described'],
  [
    'a field of another type',
    withAuths({ app: {}, authed: 'true' }),
    'answer: auths[].authed is string, described as boolean',
  ],
  ['nothing for a field', withAuths({ app: null }), 'answer: auths[].app is null, described as object'],
  [
    'a fraction for a whole number',
    withAuths({ app: { created_at: 1.5 } }),
    'answer: auths[].app.created_at is number',
  ],
  ['an undescribed status', { ...grant, status: 202 }, 'answer: status 202 is not described'],
  ['no request id', { ...grant, answerHeaders: json }, 'answer: status 200 comes without X-Request-Id'],
  [
    'no request id of a failure',
    { ...failed(403, failure), answerHeaders: json },
    'answer: status 403 comes without X-Request-Id',
  ],
  ['a failure of another shape', failed(404, { message: 'no' }), 'answer: error_code is missing'],
  ['no JSON', { ...grant, answerBody: '<html>' }, 'answer: the answer is not a JSON object'],
  [
    'JSON under another name',
    { ...grant, answerHeaders: { 'x-request-id': 'r', 'content-type': 'text/plain' } },
    'answer: the answer is not called JSON',
  ],
])('finds %s', (_name, exchange, expected) => {
  expect(differences(exchange).join('\n')).toContain(expected)
})

test('lets a number pass for the workspace and a flag for the sample collection, as the vendor’s examples do', () => {
  const service = { service_id: 's', workspace_id: 0, is_opened_sample_collection: false, status: 'waiting' }
  const services: Exchange = { ...listing, path: '/v1/p/services', answerBody: JSON.stringify({ services: [service] }) }
  expect(differences(services)).toEqual([])
  const wrong = { ...service, owner: 0 }
  expect(differences({ ...services, answerBody: JSON.stringify({ services: [wrong] }) })).toEqual([
    'ListServices: answer: services[].owner is integer, described as string',
  ])
})
