/**
 * ModelArts as it stands on the wire. Cited is the vendor's API Reference, chapter "App Authentication Management"
 * unless another is named, by the operation's name. Nothing of an answer is marked required there and the vendor's own
 * examples break its types (a workspace id as the number 0), so reading is lenient: open sets of words are plain
 * strings, unknown fields fall away, a field of the wrong type counts as absent. Only fields named here are copied:
 * the keys, secrets and AppCodes that each app carries are not among them.
 */
import { z } from 'zod'
import { count, flag, id, instant, optionalId, rows, text } from '../lenient.ts'

/** "Service Management", ListServices (a row) and ShowService (detail). */
export const WireService = z.object({
  service_id: id,
  service_name: text,
  description: text,
  status: text,
  owner: text,
  project: text,
  infer_type: text,
  workspace_id: text,
  publish_at: instant,
  transition_at: instant,
})
export type WireService = z.infer<typeof WireService>

/** "Service Management", ListServices. */
export const WireServices = z.object({ services: rows(WireService), count, total_count: count })
export type WireServices = z.infer<typeof WireServices>

/** `AuthTypeApiBasicInfo` of every operation that tells of an API. `auth_type` is absent in some of the examples. */
export const WireApi = z.object({
  api_id: id,
  api_name: text,
  api_method: text,
  api_remark: text,
  auth_type: text,
  predict_url: text,
  service_id: optionalId,
  service_name: text,
  support_app_code: flag,
})
export type WireApi = z.infer<typeof WireApi>

/** `ApigAppDetailInfo` without `app_key`, `app_secret` and `app_codes`. Times are milliseconds, `user_id` the creator. */
export const WireApp = z.object({
  app_id: id,
  app_name: text,
  app_remark: text,
  app_type: text,
  bounded_api_count: count,
  created_at: instant,
  updated_at: instant,
  project_id: text,
  user_id: text,
})
export type WireApp = z.infer<typeof WireApp>

/** ListApigApps: only apps that the caller created. */
export const WireApps = z.object({ apps: rows(WireApp), count, total_count: count })
export type WireApps = z.infer<typeof WireApps>

/** ShowApigApp. */
export const WireAppAnswer = z.object({ app: WireApp })
export type WireAppAnswer = z.infer<typeof WireAppAnswer>

/** ShowApisBindToApp (whose example has no `total_count`) and GetAppAuthApisInfo. */
export const WireApis = z.object({ apis: rows(WireApi), count, total_count: count })
export type WireApis = z.infer<typeof WireApis>

/** GetAppAuthApiInfo. */
export const WireApiAnswer = z.object({ api: WireApi })
export type WireApiAnswer = z.infer<typeof WireApiAnswer>

/** GetServiceAppAuthApiAuthInfo: one API object, since a service has one app-auth API. */
export const WireServiceAccess = z.object({
  enable_app_auth: flag,
  app_auth_api: z.object({ api_id: optionalId, authed_apps: rows(WireApp) }).nullish(),
})
export type WireServiceAccess = z.infer<typeof WireServiceAccess>

/** A row of ShowApiAuthInfos. Without `authed` it says nothing about the grant. */
export const WireAccess = z.object({ app: WireApp, authed: flag.pipe(z.boolean()) })
export type WireAccess = z.infer<typeof WireAccess>

/** ShowApiAuthInfos. */
export const WireAccesses = z.object({ auths: rows(WireAccess), count, total_count: count })
export type WireAccesses = z.infer<typeof WireAccesses>

/**
 * `AppAuthResultInfo`: `success` and `reason` speak of the grant or of the revocation alike; `auth_id` is empty on
 * failure and absent in every example.
 */
export const WireResult = z.object({ api_id: optionalId, app_id: id, auth_id: text, success: flag, reason: text })
export type WireResult = z.infer<typeof WireResult>

/** AuthorizeApiToApigApps, and "Updating API Authorization" (PUT of the same address). */
export const WireGranted = z.object({ auth_result: rows(WireResult) })
export type WireGranted = z.infer<typeof WireGranted>

/** DeleteApiAppAuth answers under another name than the grant does. */
export const WireRevoked = z.object({ unauth_result: rows(WireResult) })
export type WireRevoked = z.infer<typeof WireRevoked>

/** CreateAndAuthAppAuthApi ("Registering an API and Authorizing the API to an App"). */
export const WireRegistered = z.object({ api: WireApi, auth_result: rows(WireResult) })
export type WireRegistered = z.infer<typeof WireRegistered>

/** `ApiAppAuthRequest`, the body of grant, update, revocation and registration. */
export const WireAppsBody = z.object({
  apps: z.array(z.object({ app_id: z.string().min(1) })),
  workspace_id: z.string().optional(),
})
export type WireAppsBody = z.infer<typeof WireAppsBody>

/** Query of the lists of apps: ListApigApps, ShowApisBindToApp and ShowApiAuthInfos. Numbers travel as strings. */
export type WireListQuery = {
  limit?: string
  offset?: string
  order?: 'asc' | 'desc'
  sort_by?: 'app_name' | 'created_at' | 'updated_at'
  app_name?: string
  show_only?: 'AUTH' | 'UNAUTH'
  workspace_id?: string
}

/** "Service Management", ListServices. `sort_by` also takes `transition_at` by the text, not by the formal list. */
export type WireServicesQuery = {
  limit?: string
  offset?: string
  order?: 'asc' | 'desc'
  sort_by?: 'publish_at' | 'service_name'
  infer_type?: 'real-time' | 'batch' | 'edge'
  status?: string
  service_id?: string
  service_name?: string
  model_id?: string
  workspace_id?: string
  tags?: string
}

/** The body of a refusal by ModelArts; the gateway in front adds `request_id`. */
export type WireError = { error_code: string; error_msg: string; request_id?: string }
