import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonicalRequest, queryOf, sign, type SigningKey, type Unsigned } from './signing.ts'

const key: SigningKey = { accessKey: 'AccessKey', secretKey: 'SecretKey' }
const segments = (path: string): string[] => path.split('/').slice(1)
const request = (over: Partial<Unsigned>): Unsigned => ({
  method: 'GET',
  path: [''],
  query: [],
  headers: {},
  body: '',
  ...over,
})
const signature = (headers: Record<string, string>): string | undefined =>
  /Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '')?.[1]

const python = {
  path: segments('/resources'),
  query: [['size', '1']] as const,
  headers: { host: 'service.endpoint.myhuaweicloud.com' },
}
const java = { headers: { host: 'service.region.example.com' } }
const project = '77b6a44cba5143ab91d13ab9a8ff44fd'
const javaPage = request({
  ...java,
  path: ['v1', project, 'vpcs'],
  query: [
    ['limit', '2'],
    ['marker', '13551d6b-755d-4757-b956-536f674975c0'],
  ],
})

// The test vectors of the vendor's SDKs for Python, Java and Go.
const vectors: [string, Unsigned, string, string][] = [
  [
    'python, query',
    request(python),
    '2020-06-08T02:39:00Z',
    'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842',
  ],
  [
    'python, body',
    request({ ...python, method: 'POST', body: '{"name":"test","id":1}' }),
    '2020-06-08T02:39:00Z',
    '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f',
  ],
  ['java, query', javaPage, '2019-11-15T03:36:55Z', 'fd95e7da6f695cfb4cabbb9d6b0968aec155bc576b064835282473539ae9ea1d'],
  [
    'java, body',
    request({ ...java, method: 'POST', path: ['v1', project, 'vpc', '123'], body: '{"key":"value"}' }),
    '2019-11-15T03:36:55Z',
    'b5649aa774f6cac7437631662f08815fc65c70e40e486df6db2436ce68902771',
  ],
  [
    'java, root',
    request({ headers: { host: 'example.com' } }),
    '2019-11-15T03:36:55Z',
    '919ad8b75d4ad49da0d377e63ee21c4a7a54b752f6bf2878b4adbe9c19927da6',
  ],
  [
    'go, query',
    request({ path: ['path'], query: [['limit', '1']] }),
    '2006-01-02T15:04:05Z',
    '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
  ],
  [
    'go, body with a line end',
    request({ method: 'POST', path: ['path'], query: [['key', 'value']], body: '{"Name":"test","Id":1}\n' }),
    '2006-01-02T15:04:05Z',
    'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
  ],
]

test.each(vectors)('signs as the vendor does: %s', (...[, unsigned, at, expected]) => {
  expect(signature(sign(unsigned, key, new Date(at)))).toBe(expected)
})

test('builds the canonical request of the signing guide', () => {
  const headers = { ...java.headers, 'content-type': 'application/json', 'x-sdk-date': '20191115T033655Z' }
  const canonical = canonicalRequest({ ...javaPage, headers })
  expect(createHash('sha256').update(canonical).digest('hex')).toBe(
    'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a',
  )
})

test('writes a query as the vendor does', () => {
  const query = queryOf([
    ['limit', '1'],
    ['enable', 'true'],
    ['test', '一 (&=?!#%.*)'],
    ['path', '/tmp/123'],
    ['multi', '3'],
    ['multi', '1'],
    ['multi', '2'],
  ])
  expect(query).toBe(
    'enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29',
  )
})

const update = request({
  method: 'PUT',
  path: segments('/v1/p1/services/s1/app-auth-apis/i1/app-auth-api'),
  headers: {
    'Content-Type': ' application/json ',
    Host: 'modelarts.cn-north-4.myhuaweicloud.com',
    'X-Project-Id': 'p1',
    not_signed: 'x',
  },
  body: '{"apps":[{"app_id":"a1"},{"app_id":"a2"}],"workspace_id":"0"}',
})

test('signs content type, project and security token, whatever the case and order of names', () => {
  const headers = sign(update, { ...key, securityToken: 'tok' }, new Date('2025-01-02T03:04:05Z'))
  expect(headers['authorization']).toBe(
    'SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=content-type;host;x-project-id;x-sdk-date;x-security-token, ' +
      'Signature=f321d311f6ac4711d4273a24acd412fde71e4ec7070a339b614fca442e29d36c',
  )
  expect(headers['x-security-token']).toBe('tok')
})

test('sends no security token with a permanent key', () => {
  expect(sign(update, key, new Date('2025-01-02T03:04:05Z'))).not.toHaveProperty('x-security-token')
})

test('changes the signature with every part of the request', () => {
  const at = new Date('2025-01-02T03:04:05.678Z')
  const changed = [
    update,
    { ...update, method: 'POST' },
    { ...update, path: [...update.path, 'x'] },
    { ...update, query: [['workspace_id', '0']] as const },
    { ...update, body: `${update.body} ` },
    { ...update, headers: { ...update.headers, 'X-Project-Id': 'p2' } },
  ].map((unsigned) => signature(sign(unsigned, key, at)))
  expect(new Set(changed).size).toBe(changed.length)
  expect(signature(sign(update, key, new Date('2025-01-02T03:04:06Z')))).not.toBe(changed[0])
})
