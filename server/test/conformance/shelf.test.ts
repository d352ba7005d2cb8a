import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CONFLICTS } from './conflicts.ts'
import { DATAARTS_FACTS } from './facts/dataarts/index.ts'
import { FACTS } from './facts/index.ts'
import { compareWithShelf, compareWithSources } from './shelf.ts'

/** An operation as the vendor's files write it, references included. */
const document = {
  paths: {
    '/v1/{project_id}/services/{service_id}/app-auth-apis/{api_id}/app-auth-api': {
      delete: {
        operationId: 'DeleteApiAppAuth',
        parameters: [
          { in: 'header', name: 'X-Auth-Token', required: true, type: 'string', minLength: 1, maxLength: 65_536 },
          { $ref: '#/parameters/projectId' },
          { in: 'path', name: 'service_id', required: true, type: 'string', minLength: 1, maxLength: 128 },
          { in: 'path', name: 'api_id', required: true, type: 'string', minLength: 1, maxLength: 255 },
          { in: 'body', name: 'Body', required: true, schema: { $ref: '#/definitions/ApiAppAuthRequest' } },
          { in: 'query', name: 'workspace_id', required: false, type: 'string' },
        ],
        responses: {
          200: { headers: { 'X-Request-Id': {} }, schema: { $ref: '#/definitions/Answer' } },
          401: { headers: { 'X-Request-Id': {} }, schema: { $ref: '#/definitions/ErrorResponse' } },
          403: { headers: { 'X-Request-Id': {} }, schema: { $ref: '#/definitions/ErrorResponse' } },
        },
      },
    },
  },
  parameters: {
    projectId: { in: 'path', name: 'project_id', required: true, type: 'string', minLength: 1, maxLength: 128 },
  },
  definitions: {
    Apps: { type: 'object', properties: { app_id: { type: 'string' } } },
    ApiAppAuthRequest: {
      type: 'object',
      required: ['apps'],
      properties: { apps: { type: 'array', items: { $ref: '#/definitions/Apps' } }, workspace_id: { type: 'string' } },
    },
    Answer: {
      type: 'object',
      properties: { unauth_result: { type: 'array', items: { $ref: '#/definitions/Result' } } },
    },
    Result: {
      // Without `type`, as one of the vendor's definitions is.
      properties: {
        api_id: { type: 'string' },
        app_id: { type: 'string' },
        auth_id: { type: 'string' },
        reason: { type: 'string' },
        success: { type: 'boolean' },
      },
    },
    ErrorResponse: {
      type: 'object',
      required: ['error_code', 'error_msg'],
      properties: { error_code: { type: 'string' }, error_msg: { type: 'string' } },
    },
  },
}

function compare(written: string) {
  const own = mkdtempSync(join(tmpdir(), 'shelf-'))
  writeFileSync(join(own, 'DeleteApiAppAuth.json'), written)
  const report = compareWithShelf(FACTS, own)
  rmSync(own, { recursive: true })
  return report
}

const text = JSON.stringify(document)

test('finds no difference where the facts say what the vendor says', () => {
  const report = compare(text)
  expect(report).toMatchObject({ compared: ['DeleteApiAppAuth'], differences: [], unused: [] })
  expect(report.withoutFile).toContain('UpdateAuthApiToApigApps')
})

test.each([
  ['a path', 'app-auth-apis/', 'app-auth-api/', 'path: ours'],
  ['a method', '"delete":{', '"put":{', 'method: ours "delete", the vendor\'s "put"'],
  ['a parameter', '"name":"workspace_id"', '"name":"workspace"', 'query.workspace: ours absent'],
  ['a limit', '"maxLength":255', '"maxLength":64', "pathParams.api_id.max: ours 255, the vendor's 64"],
  ['a header', 'X-Auth-Token', 'X-Token', 'headers.X-Auth-Token: ours'],
  ['a default', '"required":false,"type":"string"', '"type":"string","default":"0"', 'query.workspace_id.preset'],
  ['a required field', '"required":["apps"],', '', 'body.apps.required: ours true'],
  [
    'a type',
    '"success":{"type":"boolean"}',
    '"success":{"type":"string"}',
    'items.fields.success.type: ours "boolean"',
  ],
  ['a field', '"reason":', '"cause":', 'items.fields.cause: ours absent'],
  ['a status', '"403":', '"404":', 'answers.404: ours absent'],
  ['the request id', '"200":{"headers":{"X-Request-Id":{}},', '"200":{', 'answers.200.requestId: ours true'],
])('finds %s that differs', (_name, ours, theirs, expected) => {
  expect(text).toContain(ours)
  expect(compare(text.replace(ours, theirs)).differences.join('\n')).toContain(expected)
})

test('names a file about an operation that is not used', () => {
  expect(compare(text.replace('DeleteApiAppAuth', 'ListWorkspace'))).toMatchObject({
    compared: [],
    unused: ['ListWorkspace'],
  })
})

describe('two sources about one service', () => {
  const parameter = (place: string, name: string, more: object = {}) => ({ in: place, name, type: 'string', ...more })
  const headers = ['X-Auth-Token', 'workspace'].map((name) => parameter('header', name, { required: true }))
  const inPath = [parameter('path', 'project_id'), parameter('path', 'app_id'), parameter('header', 'Dlm-Type')]
  const failure = { properties: { error_code: { type: 'string' }, error_msg: { type: 'string' } } }
  const described = (more: object[], failed: object = failure) => ({
    paths: {
      '/v1/{project_id}/service/apps/{app_id}': {
        delete: {
          operationId: 'DeleteApp',
          parameters: [...headers, ...inPath, ...more],
          responses: { 204: {}, 400: { schema: failed } },
        },
      },
    },
  })
  const type = parameter('header', 'Content-Type', { required: true })

  function compareBoth(first: object | null, second: object): string[] {
    const own = mkdtempSync(join(tmpdir(), 'shelf-'))
    for (const [name, document] of Object.entries({ first, second })) {
      mkdirSync(join(own, name))
      if (document !== null) writeFileSync(join(own, name, 'DeleteApp.json'), JSON.stringify(document))
    }
    const { differences } = compareWithSources(DATAARTS_FACTS, {
      first: join(own, 'first'),
      second: join(own, 'second'),
    })
    rmSync(own, { recursive: true })
    // The other conflicts need operations that are not written here.
    return differences.filter((one) => !CONFLICTS.slice(1).some(({ what }) => one === `${what}: the sources agree`))
  }

  test('may differ as the list of conflicts says', () => {
    expect(compareBoth(described([type]), described([]))).toEqual([])
  })

  test('agree about a listed conflict: the list is stale', () => {
    expect(compareBoth(described([type]), described([type]))).toEqual(['Content-Type: the sources agree'])
  })

  test('may not differ otherwise, and where one is alone it may not differ at all', () => {
    const other = described([], { properties: { error_code: { type: 'integer' } } })
    expect(compareBoth(described([type]), other).join()).toContain('answers.400.body.error_msg: ours')
    expect(compareBoth(null, described([])).join()).toContain('DeleteApp: headers.Content-Type: ours')
    expect(compareBoth(described([]), described([])).join()).toContain('DeleteApp: headers.Content-Type: ours')
  })
})
