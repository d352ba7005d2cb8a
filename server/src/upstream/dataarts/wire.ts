/**
 * DataArts Studio as it stands on the wire. Cited is the vendor's API Reference, "DataService APIs" unless another
 * chapter is named, by the operation's name. No field of an answer is marked required; sources disagree on some names
 * and types (the Terraform provider reads what the pages do not say), so both are read. Only fields named here are
 * copied: keys and secrets of apps, contact data of reviewers and what an API runs on are not among them.
 */
import { z } from 'zod'
import { count, flag, id, instant, optionalId, rows, text } from '../lenient.ts'

const parts = <T extends z.ZodType>(row: T) => rows(row).catch(undefined)

/** `ApiPublishDTO`: an API on one cluster. */
export const WirePublication = z.object({
  instance_id: id,
  instance_name: text,
  api_status: text,
  api_debug: text,
})
export type WirePublication = z.infer<typeof WirePublication>

/** `ApiOverview` of ListApis. `publish_messages` needs the header `x-return-publish-messages`. */
export const WireApi = z.object({
  id,
  name: text,
  description: text,
  type: text,
  status: text,
  manager: text,
  create_user: text,
  create_time: instant,
  publish_messages: parts(WirePublication),
})
export type WireApi = z.infer<typeof WireApi>

/** ListApis. */
export const WireApis = z.object({ total: count, records: rows(WireApi) })
export type WireApis = z.infer<typeof WireApis>

/** `InstanceHostDTO`. */
export const WireHost = z.object({
  instance_id: optionalId,
  intranet_host: text,
  external_host: text,
  domains: parts(z.string()),
})
export type WireHost = z.infer<typeof WireHost>

export const WireParameter = z.object({
  name: z.string(),
  position: text,
  type: text,
  description: text,
  necessary: flag,
})
export type WireParameter = z.infer<typeof WireParameter>

/** ShowApi. `hosts` is one object by the description, a list as the Terraform provider reads it. */
export const WireApiDetail = WireApi.extend({
  protocol: text,
  path: text,
  host: text,
  hosts: z.union([rows(WireHost), WireHost.transform((host) => [host])]).catch(undefined),
  request_type: text,
  request_paras: parts(WireParameter),
  update_time: instant,
})
export type WireApiDetail = z.infer<typeof WireApiDetail>

/** A row of ListDataServiceMarketApis, the only list with `auth_type`. */
export const WireOffer = z.object({
  id,
  name: text,
  auth_type: text,
  user_name: text,
  create_time: instant,
  update_time: instant,
  is_owner: flag,
})
export type WireOffer = z.infer<typeof WireOffer>

/** ListDataServiceMarketApis. */
export const WireOffers = z.object({ total: count, apis: rows(WireOffer) })
export type WireOffers = z.infer<typeof WireOffers>

/** `AppReturnDTO` without `app_key` and `app_secret`. */
export const WireApp = z.object({
  id,
  name: text,
  description: text,
  app_type: text,
  create_user: text,
  register_time: instant,
  update_time: instant,
})
export type WireApp = z.infer<typeof WireApp>

/** ListApps. */
export const WireApps = z.object({ total: count, apps: rows(WireApp) })
export type WireApps = z.infer<typeof WireApps>

/** CreateApp: the one answer whose key and secret are read. */
export const WireNewApp = WireApp.extend({ app_key: text, app_secret: text })
export type WireNewApp = z.infer<typeof WireNewApp>

/** `para_*` by the SDK, `param_*` as one data source of the Terraform provider reads them. */
export const WireFixed = z.object({ para_name: text, param_name: text, para_value: text, param_value: text })
export type WireFixed = z.infer<typeof WireFixed>

/** A row of SearchAuthorizeApp. The vendor's example leaves the cluster and the relation's state out. */
export const WireAuthorized = z.object({
  app_id: id,
  app_name: text,
  instance_id: optionalId,
  instance_name: text,
  api_using_time: instant,
  approval_time: instant,
  approve_time: instant,
  relationship_type: text,
  static_params: parts(WireFixed),
})
export type WireAuthorized = z.infer<typeof WireAuthorized>

/** SearchAuthorizeApp. */
export const WireAuthorizedApps = z.object({ total: count, records: rows(WireAuthorized) })
export type WireAuthorizedApps = z.infer<typeof WireAuthorizedApps>

/** A row of SearchBindApi, which names the end of the validity otherwise and no cluster. */
export const WireBound = z.object({
  id,
  name: text,
  deadline: instant,
  approval_time: instant,
  approve_time: instant,
  relationship_type: text,
  static_params: parts(WireFixed),
})
export type WireBound = z.infer<typeof WireBound>

/** SearchBindApi. */
export const WireBoundApis = z.object({ total: count, records: rows(WireBound) })
export type WireBoundApis = z.infer<typeof WireBoundApis>

/** A row of ListDataServiceInstancesDetail. */
export const WireCluster = z.object({
  id,
  name: text,
  instance_status: text,
  intranet_address: text,
  external_address: text,
  create_time: instant,
})
export type WireCluster = z.infer<typeof WireCluster>

/** ListDataServiceInstancesDetail. */
export const WireClusters = z.object({ total: count, instances: rows(WireCluster) })
export type WireClusters = z.infer<typeof WireClusters>

/** A row of ListInstanceList: what can be done with an API on a cluster. */
export const WireEligible = z.object({
  instance_id: id,
  instance_type: text,
  name: text,
  result: flag,
  cause: text,
  api_status: text,
})
export type WireEligible = z.infer<typeof WireEligible>

/** ListInstanceList, which tells no total. */
export const WireEligibles = z.object({ total: count, instances: rows(WireEligible) })
export type WireEligibles = z.infer<typeof WireEligibles>

/** `RecordForApplyDetail` of ListApply and ListMessage. The vendor's examples have nulls for the ids. */
export const WireTicket = z.object({
  id: optionalId,
  api_id: optionalId,
  api_name: text,
  app_id: optionalId,
  app_name: text,
  api_apply_type: text,
  api_apply_status: text,
  api_using_time: instant,
  apply_time: instant,
  approval_time: instant,
  approver_name: text,
  user_name: text,
  comment: text,
})
export type WireTicket = z.infer<typeof WireTicket>

/** ListApply and ListMessage. */
export const WireTickets = z.object({ total: count, records: rows(WireTicket) })
export type WireTickets = z.infer<typeof WireTickets>

/** A row of ListDataServiceApprovers. */
export const WireReviewer = z.object({ id, approver_name: text, user_id: text, user_name: text })
export type WireReviewer = z.infer<typeof WireReviewer>

/** ListDataServiceApprovers; `total_records` is a text. */
export const WireReviewers = z.object({ total_records: count, approvers: rows(WireReviewer) })
export type WireReviewers = z.infer<typeof WireReviewers>

const WireStudio = z.object({ resource_id: id, resource_name: text })

/** "Management Center", ListDataArtsStudioInstances; earlier pages call the list `commodity_order_lists`. */
export const WireStudios = z.object({
  count,
  commodity_orders: rows(WireStudio),
  commodity_order_lists: rows(WireStudio),
})
export type WireStudios = z.infer<typeof WireStudios>

/** "Management Center", ListManagerWorkSpaces. `is_default`: 0 private, 1 default, 2 public. */
export const WireWorkspaces = z.object({ data: rows(z.object({ id, name: text, is_default: count })) })
export type WireWorkspaces = z.infer<typeof WireWorkspaces>

/** 204: the cloud did what was asked, or has begun to, and says nothing of it. */
export const WireNothing = z.null()

/** `apply_type` of AuthorizeActionApiToInstance; records of ListApply know more kinds. */
export type WireApplyType =
  | 'APPLY_TYPE_AUTHORIZE'
  | 'APPLY_TYPE_API_CANCEL_AUTHORIZE'
  | 'APPLY_TYPE_APP_CANCEL_AUTHORIZE'
  | 'APPLY_TYPE_APPLY'
  | 'APPLY_TYPE_RENEW'

/** AuthorizeActionApiToInstance. `time`: ISO 8601 at zone 0 with hours as the finest unit. */
export type WireAction = {
  api_id: string
  instance_id: string
  app_id: string
  apply_type: WireApplyType
  time?: string
}

/** AuthorizeApiToInstance. */
export type WireBulk = { app_ids: readonly string[]; time: string }

/** BatchApproveApply. */
export type WireVerdict = { apply_ids: readonly string[]; apply_result: boolean }

/** ConfirmMessage. `action`: 0 at once, 1 at `time`. */
export type WireConfirmation = { message_id: string; action: 0 } | { message_id: string; action: 1; time: string }
