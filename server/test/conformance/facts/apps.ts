import {
  failures,
  type Fields,
  flag,
  ids,
  list,
  object,
  type Operation,
  type Query,
  required,
  text,
  token,
  tokenAndType,
  whole,
} from './shapes.ts'

/** `ApigAppDetailInfo`: nothing is marked required; the credentials come in every answer. */
export const app = object({
  app_id: text,
  app_name: text,
  app_remark: text,
  app_key: text,
  app_secret: text,
  app_codes: list(text),
  app_type: text,
  bounded_api_count: whole,
  created_at: whole,
  updated_at: whole,
  project_id: text,
  user_id: text,
})

/** `AuthTypeApiBasicInfo`. */
export const api = object({
  api_id: text,
  api_name: text,
  api_method: text,
  api_remark: text,
  auth_type: text,
  predict_url: text,
  service_id: text,
  service_name: text,
  support_app_code: required(flag),
})

export const counted = (name: string, items: Parameters<typeof list>[0]): Fields => ({
  [name]: list(items),
  count: whole,
  total_count: whole,
})

const workspace: Record<string, Query> = { workspace_id: text }

/** Numbers travel as strings here, without a declared default. */
const paging: Record<string, Query> = { limit: text, offset: text, order: text, sort_by: text }
const reveal: Record<string, Query> = { iphertext_enabled: flag, app_ids: { type: 'array' } }

/** What is the same in every reading of apps and APIs. */
const read = (
  [name, path]: [string, string],
  { pathParams, query, body }: Pick<Operation, 'pathParams' | 'query'> & { body: Fields },
): Operation => ({
  name,
  method: 'get',
  path,
  pathParams,
  query: { ...query, ...workspace },
  headers: tokenAndType,
  body: null,
  answers: { 200: { body }, ...failures([401, 403, 404]) },
})

export const listApigApps = read(['ListApigApps', '/v1/{project_id}/app-auth/apps'], {
  pathParams: ids(),
  query: { app_name: text, ...paging, ...reveal },
  body: counted('apps', app),
})

export const showApigApp = read(['ShowApigApp', '/v1/{project_id}/app-auth/apps/{app_id}'], {
  pathParams: ids('app_id'),
  query: { iphertext_enabled: flag },
  body: { app },
})

export const showApisBindToApp = read(['ShowApisBindToApp', '/v1/{project_id}/app-auth/apps/{app_id}/auth-apis'], {
  pathParams: ids('app_id'),
  query: { service_name: text, ...paging },
  body: counted('apis', api),
})

/** Has no paging parameters, and no refusal is described. */
export const getAppAuthApisInfo: Operation = {
  ...read(['GetAppAuthApisInfo', '/v1/{project_id}/services/{service_id}/app-auth-apis'], {
    pathParams: ids('service_id'),
    query: {},
    body: counted('apis', api),
  }),
  headers: token,
  answers: { 200: { body: counted('apis', api) } },
}

export const getAppAuthApiInfo: Operation = {
  ...read(['GetAppAuthApiInfo', '/v1/{project_id}/app-auth/{service_id}/apis/{api_id}'], {
    pathParams: ids('service_id', 'api_id'),
    query: {},
    body: { api },
  }),
  headers: token,
}

/** One API object, since a service has one app-auth API. */
export const getServiceAppAuthApiAuthInfo: Operation = {
  ...read(['GetServiceAppAuthApiAuthInfo', '/v1/{project_id}/services/{service_id}/api-auths'], {
    pathParams: ids('service_id'),
    query: {},
    body: { enable_app_auth: flag, app_auth_api: object({ api_id: text, authed_apps: list(app) }) },
  }),
  headers: token,
}
