/** What the house asks of a cloud, in the house's own words. Cloud ids are opaque strings; instants are ISO 8601 UTC. */

import type { Door, Reading } from './terms.ts'

export type * from './port-dataarts.ts'
export { Revealed } from './revealed.ts'
export type { Door, Duty, Reading } from './terms.ts'

/** A real-time service of ModelArts as the cloud tells it. Absent facts are `null`, never guessed. */
export type SeenService = {
  serviceId: string
  name: string
  description: string | null
  /** The cloud's word, unknown words included. */
  status: string | null
  /** The cloud user who created the service. */
  owner: string | null
  inferType: string | null
  workspace: string | null
  publishedAt: string | null
  changedAt: string | null
}

export type SeenApi = {
  apiId: string
  serviceId: string
  serviceName: string | null
  name: string
  method: string | null
  /** The prediction address. */
  url: string | null
  /** `null` when the cloud is silent about it. */
  authType: string | null
  supportsAppCode: boolean | null
  remark: string | null
}

/** An app without its key, secret and AppCodes: those never enter the house's types. */
export type SeenApp = {
  appId: string
  name: string
  type: string | null
  remark: string | null
  creator: string | null
  project: string | null
  boundApis: number | null
  createdAt: string | null
  updatedAt: string | null
}

export type SeenAccess = { app: SeenApp; authorized: boolean }

/** One page of a list that the cloud filters and sorts. `total` counts all matches, `null` when the cloud does not say. */
export type CloudPage<T> = { rows: T[]; total: number | null; more: boolean }

export type AccessQuery = {
  show: 'all' | 'authorized' | 'unauthorized'
  /** Part of a name, as the cloud's fuzzy search takes it. */
  name?: string | undefined
  sort: 'name' | 'created' | 'updated'
  order: 'asc' | 'desc'
  /** Zero-based page of `limit` rows, whatever the cloud's own offset counts. */
  page: number
  limit: number
}

/** What the cloud said of one app of a write; an app it did not speak of is `unknown`, not a success. */
export type AppResult =
  | { appId: string; said: 'done'; authId: string | null }
  | { appId: string; said: 'refused'; reason: string }
  | { appId: string; said: 'unknown' }

/** The answer to a write. `others` are apps that the cloud spoke of though they were not sent. */
export type WriteAnswer = { results: AppResult[]; others: AppResult[]; requestId: string | null }

export type ApiAddress = { serviceId: string; apiId: string }

/** What the house asks of ModelArts; of DataArts it asks `DataCloud`. */
export interface Cloud {
  /** Real-time services that this identity can see. */
  services(door: Door, signal?: AbortSignal): Promise<Reading<SeenService>>
  service(door: Door, serviceId: string, signal?: AbortSignal): Promise<SeenService>
  apisOf(door: Door, serviceId: string, signal?: AbortSignal): Promise<SeenApi[]>
  /** Every app authorized for any API of the service, in one call; `null` when the service has no app authentication. */
  authorizedOf(door: Door, serviceId: string, signal?: AbortSignal): Promise<{ apiId: string; apps: SeenApp[] } | null>
  apps(door: Door, signal?: AbortSignal): Promise<Reading<SeenApp>>
  /** One page of the apps of an API, filtered and sorted by the cloud. */
  accessPage(door: Door, api: ApiAddress, query: AccessQuery, signal?: AbortSignal): Promise<CloudPage<SeenAccess>>
  /** All apps of an API that match, over all pages. */
  access(door: Door, api: ApiAddress, show: AccessQuery['show'], signal?: AbortSignal): Promise<Reading<SeenAccess>>
  grant(door: Door, api: ApiAddress, appIds: readonly string[]): Promise<WriteAnswer>
  revoke(door: Door, api: ApiAddress, appIds: readonly string[]): Promise<WriteAnswer>
  /** Sends the complete set of apps that shall be authorized. */
  replace(door: Door, api: ApiAddress, appIds: readonly string[]): Promise<WriteAnswer>
  /** Registers the service's API and grants it to the apps. */
  register(door: Door, serviceId: string, appIds: readonly string[]): Promise<WriteAnswer & { api: SeenApi }>
  close(): Promise<void>
}

export type FaultKind =
  /** The cloud answered and refused: nothing happened. */
  | 'refused'
  /** 401 or a credential that the cloud does not accept. */
  | 'unauthenticated'
  /** 403: authenticated, but not allowed. */
  | 'forbidden'
  | 'missing'
  | 'throttled'
  /** 5xx of the cloud. */
  | 'broken'
  /** No connection could be made, or it was lost before the whole answer was there. */
  | 'unreachable'
  | 'timeout'
  /** An answer that is not what the operation answers. */
  | 'rubbish'

/** A cloud call that did not answer as it should. */
export class CloudFault extends Error {
  readonly kind: FaultKind
  /** Whether a write may have taken effect nevertheless; `unknown` demands a read-back before anything is sent again. */
  readonly effect: 'none' | 'unknown'
  readonly status: number | null
  readonly code: string | null
  readonly requestId: string | null
  /** Milliseconds that the cloud asked to wait, capped; `null` when it did not. */
  readonly retryAfterMs: number | null

  constructor(fault: {
    kind: FaultKind
    effect: 'none' | 'unknown'
    message: string
    status?: number | null
    code?: string | null
    requestId?: string | null
    retryAfterMs?: number | null
  }) {
    super(fault.message)
    this.name = 'CloudFault'
    this.kind = fault.kind
    this.effect = fault.effect
    this.status = fault.status ?? null
    this.code = fault.code ?? null
    this.requestId = fault.requestId ?? null
    this.retryAfterMs = fault.retryAfterMs ?? null
  }
}
