import { type Fields, ids, type Operation, type Query, text } from '../shapes.ts'

export const SERVICE = '/v1/{project_id}/service'

/** `ErrorResponse`: nothing of it is marked required. */
const failure: Fields = { error_code: text, error_msg: text }

/** The headers of every operation; `Content-Type` in the vendor's own files only. */
const headers: Operation['headers'] = {
  'X-Auth-Token': { required: true },
  workspace: { required: true },
  'Dlm-Type': {},
}
const typed: Operation['headers'] = { ...headers, 'Content-Type': { required: true } }

/** Whether the vendor's own file describes an operation, or only what its SDK tells. */
type Source = 'file' | 'sdk'

type Read = {
  source: Source
  pathParams?: readonly string[]
  query?: Record<string, Query>
  body: Fields
}

/** An operation of DataService: it answers 400 for whatever it refuses. */
export const read = (name: string, path: string, { source, pathParams = [], query = {}, body }: Read): Operation => ({
  name,
  method: 'get',
  path: `${SERVICE}${path}`,
  pathParams: ids(...pathParams),
  query,
  headers: source === 'file' ? typed : headers,
  body: null,
  answers: { 200: { body }, 400: { body: failure } },
})

type Write = {
  source: Source
  pathParams?: readonly string[]
  body: Fields | null
  /** What comes back; `null`: 204 without a body. */
  answer: Fields | null
}

export const write = (
  name: string,
  [method, path]: [Operation['method'], string],
  { source, pathParams = [], body, answer }: Write,
): Operation => ({
  name,
  method,
  path: `${SERVICE}${path}`,
  pathParams: ids(...pathParams),
  query: {},
  headers: source === 'file' ? typed : headers,
  body,
  answers: {
    ...(answer === null ? { 204: { body: null } } : { 200: { body: answer } }),
    400: { body: failure },
  },
})

/** Rows to skip, rounded down to a multiple of `limit`. */
export const paging: Record<string, Query> = { offset: { type: 'integer' }, limit: { type: 'integer' } }
