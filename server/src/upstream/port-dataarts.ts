/** What the house asks of DataArts Studio, in the house's own words; a part of `port.ts`. */
import type { Revealed } from './revealed.ts'
import type { Door, Reading } from './terms.ts'

/** An API on one cluster. Words of the cloud are kept as they are, unknown ones included. */
export type Publication = { clusterId: string; clusterName: string | null; status: string | null; debug: string | null }

/** An API of the workspace. Absent facts are `null`, never guessed. */
export type SeenDataApi = {
  apiId: string
  name: string
  description: string | null
  kind: string | null
  /** The cloud tells a state of the whole API in the shared edition only; else each publication has its own. */
  status: string | null
  /** Name of the reviewer; the cloud tells no id. */
  reviewer: string | null
  creator: string | null
  createdAt: string | null
  /** `null` when the cloud is silent about clusters. */
  publications: Publication[] | null
}

/** Where an API is reached on one cluster; `clusterId` is `null` in the shared edition. */
export type ApiHost = { clusterId: string | null; inside: string | null; outside: string | null; domains: string[] }

export type ApiParameter = {
  name: string
  place: string | null
  type: string | null
  isNeeded: boolean | null
  description: string | null
}

/** One API in detail, without what it runs on: queries, tables and connections of the source stay in the cloud. */
export type SeenDataApiDetail = SeenDataApi & {
  protocol: string | null
  method: string | null
  path: string | null
  hosts: ApiHost[]
  parameters: ApiParameter[]
  updatedAt: string | null
}

/** An API of the service catalogue: what people of this workspace may apply for, and the only source of `authType`. */
export type SeenOffer = {
  apiId: string
  name: string
  authType: string | null
  creator: string | null
  /** Whether the API belongs to this workspace. */
  isOwn: boolean | null
  createdAt: string | null
  updatedAt: string | null
}

/** An app without its key and secret. */
export type SeenDataApp = {
  appId: string
  name: string
  type: string | null
  description: string | null
  creator: string | null
  createdAt: string | null
  updatedAt: string | null
}

/** The key and the secret of an app. */
export type AppSecret = { key: string; secret: string }

/** How a grant stands in the cloud; another word of the cloud is kept as it is. */
export type RelationState = 'requested' | 'active' | 'notice-given' | 'renewal-pending' | { other: string }

/** One app on one API on one cluster. A grant past `expiresAt` may still be listed. */
export type SeenRelation = {
  apiId: string
  apiName: string | null
  appId: string
  appName: string | null
  /** `null` when the cloud does not tell on which cluster. */
  clusterId: string | null
  clusterName: string | null
  /** `null` when the cloud does not tell how the relation stands. */
  state: RelationState | null
  expiresAt: string | null
  approvedAt: string | null
  /** Values that the cloud puts in for the app. */
  fixed: { name: string; value: string | null }[]
}

/** A cluster of the exclusive edition. */
export type SeenCluster = {
  clusterId: string
  name: string
  status: string | null
  inside: string | null
  outside: string | null
  createdAt: string | null
}

/** Whether an app can be authorized on a cluster; `why` is the cloud's word. */
export type Eligibility = {
  clusterId: string
  clusterName: string | null
  type: string | null
  isFit: boolean | null
  why: string | null
  status: string | null
}

/** Which applications: the cloud lists them relative to who asks. */
export type Tray = 'to-review' | 'reviewed' | 'sent-for-publishing' | 'sent-for-calling'

export type TicketKind =
  | 'publish'
  | 'stop'
  | 'resume'
  | 'unpublish'
  | 'grant'
  | 'apply'
  | 'renew'
  | 'withdraw'
  | 'give-up'
  | { other: string }

export type TicketState =
  /** Of an application. */
  | 'pending'
  | 'approved'
  | 'rejected'
  /** Of a notice: it waits for the owner of the app, it was put to a time, it ended. */
  | 'unconfirmed'
  | 'scheduled'
  | 'carried-out'
  | 'forced'
  | { other: string }

/** An application or a notice. The cloud tells neither the cluster nor the id of a person. */
export type SeenTicket = {
  /** `null` where the cloud hides it: such a ticket can be shown, not answered. */
  ticketId: string | null
  kind: TicketKind | null
  state: TicketState | null
  apiId: string | null
  apiName: string | null
  appId: string | null
  appName: string | null
  /** The validity that is asked for, or when a withdrawal takes effect. */
  until: string | null
  applicant: string | null
  reviewer: string | null
  comment: string | null
  appliedAt: string | null
  decidedAt: string | null
}

/** Who may review, by name; contact data stay in the cloud. */
export type SeenReviewer = { reviewerId: string; name: string | null; userId: string | null; userName: string | null }

/** A DataArts Studio instance, which holds workspaces. */
export type SeenStudio = { studioId: string; name: string | null }

export type SeenWorkspace = { workspaceId: string; name: string | null; isDefault: boolean | null }

/** One app on one API on one cluster, as a write names it. */
export type Pair = { apiId: string; appId: string; clusterId: string }

/**
 * What is asked for a pair. `until` and `at` are whole hours as ISO 8601 UTC (`wholeHour` makes one).
 * - `grant`: by the reviewer, at once; grants or extends.
 * - `withdraw`: by the reviewer, effective at `at`, at least two days ahead; the app's owner gets a notice.
 * - `give-up`: by the owner of the app, at once.
 * - `apply`, `renew`: by the owner of the app, goes to review.
 */
export type Act =
  | { act: 'grant'; until: string }
  | { act: 'withdraw'; at: string }
  | { act: 'give-up' }
  | { act: 'apply'; until: string }
  | { act: 'renew'; until: string }

/** The list that shows what became of a write, and the rows that it is about. */
export type ReadBack =
  | { list: 'apps-of-api'; apiId: string; clusterId: string; appIds: readonly string[] }
  /** There is no id to follow: the newest of the kind counts. */
  | { list: 'applications'; tray: Tray; kind: 'apply' | 'renew'; apiId: string; appId: string }
  /** The owner's list of notices; the reviewer sees the relation change. */
  | { list: 'notices'; kind: 'withdraw'; apiId: string; appId: string; clusterId: string }
  | { list: 'decisions'; tray: Tray; ticketIds: readonly string[] }
  | { list: 'confirmed-notices'; ticketIds: readonly string[] }
  | { list: 'apps'; appIds: readonly string[] }

/** The cloud took a write and said nothing of its effect: `readBack` is where the effect shows. */
export type Taken = { readBack: ReadBack; requestId: string | null }

export type AppDraft = {
  name: string
  description?: string | undefined
  /** `IAM` is the one app of an account, named as the account. */
  type: 'APP' | 'IAM'
}

export interface DataCloud {
  /** APIs of the workspace, with the clusters that they are published on. */
  apis(door: Door, signal?: AbortSignal): Promise<Reading<SeenDataApi>>
  api(door: Door, apiId: string, signal?: AbortSignal): Promise<SeenDataApiDetail>
  /** APIs that may be applied for, also of other workspaces. */
  offers(door: Door, signal?: AbortSignal): Promise<Reading<SeenOffer>>
  clusters(door: Door, signal?: AbortSignal): Promise<Reading<SeenCluster>>
  /** On which clusters the app can be authorized for the API, refusing ones included. */
  eligibility(door: Door, api: { apiId: string; appId: string }, signal?: AbortSignal): Promise<Reading<Eligibility>>
  apps(door: Door, signal?: AbortSignal): Promise<Reading<SeenDataApp>>
  app(door: Door, appId: string, signal?: AbortSignal): Promise<SeenDataApp>
  appsOf(door: Door, apiId: string, signal?: AbortSignal): Promise<Reading<SeenRelation>>
  /** APIs of an app. The cloud tells no cluster there, so the apps of each API are read as well. */
  apisOf(door: Door, appId: string, signal?: AbortSignal): Promise<Reading<SeenRelation>>
  applications(door: Door, tray: Tray, signal?: AbortSignal): Promise<Reading<SeenTicket>>
  notices(door: Door, signal?: AbortSignal): Promise<Reading<SeenTicket>>
  reviewers(door: Door, signal?: AbortSignal): Promise<Reading<SeenReviewer>>
  studios(door: Door, signal?: AbortSignal): Promise<Reading<SeenStudio>>
  workspaces(door: Door, studioId: string, signal?: AbortSignal): Promise<Reading<SeenWorkspace>>

  authorize(door: Door, pair: Pair, act: Act): Promise<Taken>
  /** Grants one API on one cluster to many apps, or extends it; whether in parts is for the read-back to see. */
  grantAll(
    door: Door,
    api: { apiId: string; clusterId: string },
    to: { appIds: readonly string[]; until: string },
  ): Promise<Taken>
  /** Approves or rejects applications; the cloud takes no comment. */
  decide(door: Door, ticketIds: readonly string[], verdict: 'approve' | 'reject'): Promise<Taken>
  /** Answers a notice: at once (`null`), or at a whole hour. */
  confirm(door: Door, ticketId: string, at: string | null): Promise<Taken>
  /** The only answer that carries a secret. */
  createApp(door: Door, draft: AppDraft): Promise<{ app: SeenDataApp; credentials: Revealed<AppSecret> | null }>
  updateApp(door: Door, appId: string, change: { name?: string; description?: string }): Promise<SeenDataApp>
  /** The cloud refuses while the app has grants. */
  deleteApp(door: Door, appId: string): Promise<Taken>
  close(): Promise<void>
}
