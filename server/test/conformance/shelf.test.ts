import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FACTS } from './facts/index.ts'
import { compareWithShelf } from './shelf.ts'

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
