import { instantOf, orNull } from '../told.ts'
import type {
  Act,
  ApiHost,
  AppSecret,
  Eligibility,
  RelationState,
  SeenCluster,
  SeenDataApi,
  SeenDataApiDetail,
  SeenDataApp,
  SeenOffer,
  SeenRelation,
  SeenReviewer,
  SeenTicket,
  TicketKind,
  TicketState,
} from '../port.ts'
import type {
  WireApi,
  WireApiDetail,
  WireApp,
  WireApplyType,
  WireAuthorized,
  WireBound,
  WireCluster,
  WireEligible,
  WireFixed,
  WireHost,
  WireNewApp,
  WireOffer,
  WirePublication,
  WireReviewer,
  WireTicket,
} from './wire.ts'

const RELATIONS = new Map<string, RelationState>([
  ['LINK_WAITING_CHECK', 'requested'],
  ['LINKED', 'active'],
  ['OFFLINE_WAITING_CHECK', 'notice-given'],
  ['RENEW_WAITING_CHECK', 'renewal-pending'],
])

const KINDS = new Map<string, TicketKind>([
  ['APPLY_TYPE_PUBLISH', 'publish'],
  ['APPLY_TYPE_STOP', 'stop'],
  ['APPLY_TYPE_RECOVER', 'resume'],
  ['APPLY_TYPE_OFFLINE', 'unpublish'],
  ['APPLY_TYPE_AUTHORIZE', 'grant'],
  ['APPLY_TYPE_APPLY', 'apply'],
  ['APPLY_TYPE_RENEW', 'renew'],
  ['APPLY_TYPE_API_CANCEL_AUTHORIZE', 'withdraw'],
  ['APPLY_TYPE_APP_CANCEL_AUTHORIZE', 'give-up'],
])

const STATES = new Map<string, TicketState>([
  ['STATUS_TYPE_PENDING_APPROVAL', 'pending'],
  ['STATUS_TYPE_PASSED', 'approved'],
  ['STATUS_TYPE_REJECTED', 'rejected'],
  ['STATUS_TYPE_PENDING_CHECK', 'unconfirmed'],
  ['STATUS_TYPE_PENDING_EXECUTE', 'scheduled'],
  ['STATUS_TYPE_SYNCHRONOUS_EXECUTE', 'carried-out'],
  ['STATUS_TYPE_FORCED_CANCEL', 'forced'],
])

/** The cloud's word for what is asked. */
export const APPLY_TYPES: Readonly<Record<Act['act'], WireApplyType>> = {
  grant: 'APPLY_TYPE_AUTHORIZE',
  withdraw: 'APPLY_TYPE_API_CANCEL_AUTHORIZE',
  'give-up': 'APPLY_TYPE_APP_CANCEL_AUTHORIZE',
  apply: 'APPLY_TYPE_APPLY',
  renew: 'APPLY_TYPE_RENEW',
}

/** Our word for one of the cloud's; a word that nobody described is kept as it is. */
function wordOf<W>(words: ReadonlyMap<string, W>, told: string | undefined): W | { other: string } | null {
  const word = orNull(told)
  return word === null ? null : (words.get(word) ?? { other: word })
}

const known = <T>(rows: readonly (T | null)[] | null | undefined): T[] => (rows ?? []).filter((row) => row !== null)

/** `null` as soon as one of them cannot be read: half of the clusters would look like all of them. */
function publicationsOf(rows: readonly (WirePublication | null)[] | null | undefined): SeenDataApi['publications'] {
  const read = known(rows)
  if (rows === undefined || rows === null || read.length < rows.length) return null
  return read.map((wire) => ({
    clusterId: wire.instance_id,
    clusterName: orNull(wire.instance_name),
    status: orNull(wire.api_status),
    debug: orNull(wire.api_debug),
  }))
}

export const apiOf = (wire: WireApi): SeenDataApi => ({
  apiId: wire.id,
  name: wire.name ?? wire.id,
  description: orNull(wire.description),
  kind: orNull(wire.type),
  status: orNull(wire.status),
  reviewer: orNull(wire.manager),
  creator: orNull(wire.create_user),
  createdAt: instantOf(wire.create_time),
  publications: publicationsOf(wire.publish_messages),
})

const hostOf = (wire: WireHost): ApiHost => ({
  clusterId: wire.instance_id ?? null,
  inside: orNull(wire.intranet_host),
  outside: orNull(wire.external_host),
  domains: known(wire.domains),
})

/** Hosts of the clusters, and the one host of the shared edition. */
function hostsOf({ hosts, host }: WireApiDetail): ApiHost[] {
  const shared = orNull(host)
  const own = shared === null ? [] : [{ clusterId: null, inside: null, outside: shared, domains: [] }]
  return [...known(hosts).map(hostOf), ...own]
}

const METHOD = /^REQUEST_TYPE_/
const PROTOCOL = /^PROTOCOL_TYPE_/

export const detailOf = (wire: WireApiDetail): SeenDataApiDetail => ({
  ...apiOf(wire),
  protocol: orNull(wire.protocol?.replace(PROTOCOL, '')),
  method: orNull(wire.request_type?.replace(METHOD, '')),
  path: orNull(wire.path),
  hosts: hostsOf(wire),
  parameters: known(wire.request_paras).map((parameter) => ({
    name: parameter.name,
    place: orNull(parameter.position?.replace(/^REQUEST_PARAMETER_POSITION_/, '')),
    type: orNull(parameter.type?.replace(/^REQUEST_PARAMETER_TYPE_/, '')),
    isNeeded: parameter.necessary ?? null,
    description: orNull(parameter.description),
  })),
  updatedAt: instantOf(wire.update_time),
})

export const offerOf = (wire: WireOffer): SeenOffer => ({
  apiId: wire.id,
  name: wire.name ?? wire.id,
  authType: orNull(wire.auth_type),
  creator: orNull(wire.user_name),
  isOwn: wire.is_owner ?? null,
  createdAt: instantOf(wire.create_time),
  updatedAt: instantOf(wire.update_time),
})

export const appOf = (wire: WireApp): SeenDataApp => ({
  appId: wire.id,
  name: wire.name ?? wire.id,
  type: orNull(wire.app_type),
  description: orNull(wire.description),
  creator: orNull(wire.create_user),
  createdAt: instantOf(wire.register_time),
  updatedAt: instantOf(wire.update_time),
})

/** What stands in both fields of the one IAM app, which signs with the keys of its account. */
const NO_DATA = 'NO DATA'

/** Key and secret of a new app; `null` when it has none of its own. */
export function secretOf({ app_key: key, app_secret: secret }: WireNewApp): AppSecret | null {
  const has = (told: string | undefined): told is string => told !== undefined && told !== '' && told !== NO_DATA
  return has(key) && has(secret) ? { key, secret } : null
}

const fixedOf = (rows: readonly (WireFixed | null)[] | null | undefined): SeenRelation['fixed'] =>
  known(rows).flatMap((wire) => {
    const name = orNull(wire.para_name ?? wire.param_name)
    return name === null ? [] : [{ name, value: wire.para_value ?? wire.param_value ?? null }]
  })

export const relationOf = (wire: WireAuthorized, apiId: string): SeenRelation => ({
  apiId,
  apiName: null,
  appId: wire.app_id,
  appName: orNull(wire.app_name),
  clusterId: orNull(wire.instance_id),
  clusterName: orNull(wire.instance_name),
  state: wordOf(RELATIONS, wire.relationship_type),
  expiresAt: instantOf(wire.api_using_time),
  approvedAt: instantOf(wire.approval_time ?? wire.approve_time),
  fixed: fixedOf(wire.static_params),
})

/** A relation as the app's own list tells it: without a cluster, and its end under another name. */
export const boundOf = (wire: WireBound, appId: string): SeenRelation => ({
  apiId: wire.id,
  apiName: orNull(wire.name),
  appId,
  appName: null,
  clusterId: null,
  clusterName: null,
  state: wordOf(RELATIONS, wire.relationship_type),
  expiresAt: instantOf(wire.deadline),
  approvedAt: instantOf(wire.approval_time ?? wire.approve_time),
  fixed: fixedOf(wire.static_params),
})

export const clusterOf = (wire: WireCluster): SeenCluster => ({
  clusterId: wire.id,
  name: wire.name ?? wire.id,
  status: orNull(wire.instance_status),
  inside: orNull(wire.intranet_address),
  outside: orNull(wire.external_address),
  createdAt: instantOf(wire.create_time),
})

export const eligibilityOf = (wire: WireEligible): Eligibility => ({
  clusterId: wire.instance_id,
  clusterName: orNull(wire.name),
  type: orNull(wire.instance_type),
  isFit: wire.result ?? null,
  why: orNull(wire.cause),
  status: orNull(wire.api_status),
})

export const ticketOf = (wire: WireTicket): SeenTicket => ({
  ticketId: wire.id ?? null,
  kind: wordOf(KINDS, wire.api_apply_type),
  state: wordOf(STATES, wire.api_apply_status),
  apiId: wire.api_id ?? null,
  apiName: orNull(wire.api_name),
  appId: wire.app_id ?? null,
  appName: orNull(wire.app_name),
  until: instantOf(wire.api_using_time),
  applicant: orNull(wire.user_name),
  reviewer: orNull(wire.approver_name),
  comment: orNull(wire.comment),
  appliedAt: instantOf(wire.apply_time),
  decidedAt: instantOf(wire.approval_time),
})

export const reviewerOf = (wire: WireReviewer): SeenReviewer => ({
  reviewerId: wire.id,
  name: orNull(wire.approver_name),
  userId: orNull(wire.user_id),
  userName: orNull(wire.user_name),
})
