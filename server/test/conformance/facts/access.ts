import { api, app, counted } from './apps.ts'
import {
  failures,
  type Fields,
  flag,
  ids,
  limitedIds,
  limitedToken,
  list,
  object,
  type Operation,
  required,
  text,
  word,
} from './shapes.ts'

const ADDRESS = '/v1/{project_id}/services/{service_id}/app-auth-apis/{api_id}'

/** `AppAuthResultInfo`. */
const result = object({ api_id: text, app_id: text, auth_id: text, reason: text, success: flag })

/** `ApiAppAuthRequest`. */
const request: Fields = { apps: required(list(object({ app_id: text }))), workspace_id: text }

/** Page "Obtaining API Authorization Relationships": no header is described, and no refusal but 400. */
export const showApiAuthInfos: Operation = {
  name: 'ShowApiAuthInfos',
  method: 'get',
  path: `${ADDRESS}/api-auths`,
  pathParams: ids('service_id', 'api_id'),
  query: {
    limit: { type: 'string', preset: 1000 },
    offset: { type: 'string', preset: 0 },
    app_name: { type: 'string', min: 1, max: 255 },
    order: { type: 'string', preset: 'asc' },
    show_only: word('AUTH', 'UNAUTH'),
    sort_by: { ...word('app_name', 'created_at', 'updated_at'), preset: 'app_name' },
    workspace_id: text,
    iphertext_enabled: flag,
    app_ids: { type: 'array' },
  },
  headers: {},
  body: null,
  answers: { 200: { body: counted('auths', object({ app, authed: flag })) }, ...failures([400]) },
}

type Change = Pick<Operation, 'name' | 'method' | 'path'> & {
  refusals: readonly number[]
  body: Fields
  pathParams: Operation['pathParams']
}

/** What is the same in every change: body, token and the request id on each answer. */
const change = ({ name, method, path, refusals, body, pathParams }: Change): Operation => ({
  name,
  method,
  path,
  pathParams,
  query: {},
  headers: limitedToken,
  body: request,
  answers: { 200: { body, requestId: true }, ...failures(refusals, true) },
})

const atApi = { path: `${ADDRESS}/app-auth-api`, pathParams: limitedIds('service_id', 'api_id') }

export const authorizeApiToApigApps = change({
  ...atApi,
  name: 'AuthorizeApiToApigApps',
  method: 'post',
  refusals: [401, 403, 404, 500],
  body: { auth_result: list(result) },
})

/** Page "Updating API Authorization"; it has no OpenAPI file. */
export const updateAuthApiToApigApps = change({
  ...atApi,
  name: 'UpdateAuthApiToApigApps',
  method: 'put',
  refusals: [401, 403, 404],
  body: { auth_result: list(result) },
})

/** Answers in a field of another name, and takes the workspace in the query as well. */
export const deleteApiAppAuth: Operation = {
  ...change({
    ...atApi,
    name: 'DeleteApiAppAuth',
    method: 'delete',
    refusals: [401, 403],
    body: { unauth_result: list(result) },
  }),
  query: { workspace_id: text },
}

/** Page "Registering an API and Authorizing the API to an App". */
export const createAndAuthAppAuthApi = change({
  name: 'CreateAndAuthAppAuthApi',
  method: 'post',
  path: '/v1/{project_id}/services/{service_id}/app-auth-api',
  pathParams: limitedIds('service_id'),
  refusals: [400, 401, 403, 500],
  body: { api, auth_result: list(result) },
})
