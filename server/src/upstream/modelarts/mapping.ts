import { tidy } from '../errors.ts'
import { instantOf, orNull } from '../told.ts'
import type { AppResult, SeenAccess, SeenApi, SeenApp, SeenService } from '../port.ts'
import type { WireAccess, WireApi, WireApp, WireResult, WireService } from './wire.ts'

export const serviceOf = (wire: WireService): SeenService => ({
  serviceId: wire.service_id,
  name: wire.service_name ?? wire.service_id,
  description: orNull(wire.description),
  status: orNull(wire.status),
  owner: orNull(wire.owner),
  inferType: orNull(wire.infer_type),
  workspace: orNull(wire.workspace_id),
  publishedAt: instantOf(wire.publish_at),
  changedAt: instantOf(wire.transition_at),
})

export const apiOf = (wire: WireApi, serviceId: string): SeenApi => ({
  apiId: wire.api_id,
  serviceId: wire.service_id ?? serviceId,
  serviceName: orNull(wire.service_name),
  name: wire.api_name ?? wire.api_id,
  method: orNull(wire.api_method),
  url: orNull(wire.predict_url),
  authType: orNull(wire.auth_type),
  supportsAppCode: wire.support_app_code ?? null,
  remark: orNull(wire.api_remark),
})

export const appOf = (wire: WireApp): SeenApp => ({
  appId: wire.app_id,
  name: wire.app_name ?? wire.app_id,
  type: orNull(wire.app_type),
  remark: orNull(wire.app_remark),
  creator: orNull(wire.user_id),
  project: orNull(wire.project_id),
  boundApis: wire.bounded_api_count ?? null,
  createdAt: instantOf(wire.created_at),
  updatedAt: instantOf(wire.updated_at),
})

export const accessOf = (wire: WireAccess): SeenAccess => ({ app: appOf(wire.app), authorized: wire.authed })

function resultOf(appId: string, told: readonly WireResult[]): AppResult {
  const [one] = told
  // Two results that differ say nothing that could be relied on, and neither does one without `success`.
  if (one?.success === undefined || told.some((other) => other.success !== one.success))
    return { appId, said: 'unknown' }
  return one.success
    ? { appId, said: 'done', authId: orNull(one.auth_id) }
    : { appId, said: 'refused', reason: tidy(one.reason ?? '') ?? '' }
}

/**
 * What the cloud said of each app that was sent, and of others: the vendor's example of "Updating API Authorization"
 * answers for apps that its request does not name. A result for another API is not about this write.
 */
export function resultsOf(
  sent: readonly string[],
  rows: readonly (WireResult | null)[],
  apiId: string,
): { results: AppResult[]; others: AppResult[] } {
  const told = Map.groupBy(
    rows.filter((row) => row !== null && (row.api_id === undefined || row.api_id === apiId)),
    (row) => row?.app_id ?? '',
  )
  const said = (appId: string): AppResult =>
    resultOf(
      appId,
      (told.get(appId) ?? []).filter((row) => row !== null),
    )
  const asked = new Set(sent)
  return { results: sent.map(said), others: [...told.keys()].filter((appId) => !asked.has(appId)).map(said) }
}
