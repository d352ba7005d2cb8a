import { tidy } from '../errors.ts'
import type { AppResult, SeenAccess, SeenApi, SeenApp, SeenService } from '../port.ts'
import type { WireAccess, WireApi, WireApp, WireResult, WireService } from './wire.ts'

/** Before 1973 no cloud was: smaller numbers are seconds, as in the vendor's own example of ListServices. */
const FIRST_MS = 100_000_000_000
const DIGITS = /^\d+$/
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

function millisecondsOf(told: number | string): number {
  if (typeof told === 'number' || DIGITS.test(told)) {
    const count = Number(told)
    return count < FIRST_MS ? count * 1000 : count
  }
  const iso = ISO.exec(told)
  if (iso === null) return Number.NaN
  // Without a zone the cloud's times are UTC.
  const zone = told.length > 10 && iso[1] === undefined ? 'Z' : ''
  return Date.parse(`${told.replace(' ', 'T')}${zone}`)
}

/** An instant of the cloud as ISO 8601 UTC; `null` when it is absent, zero or no instant. */
export function instantOf(told: number | string | undefined): string | null {
  const at = told === undefined ? Number.NaN : millisecondsOf(told)
  return at > 0 && at <= 8.64e15 ? new Date(at).toISOString() : null
}

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

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
