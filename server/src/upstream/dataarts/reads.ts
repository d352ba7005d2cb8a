import type { DataCloud, Reading, SeenTicket, Tray } from '../port.ts'
import { ask, type Gate, inService } from './calls.ts'
import { type Asker, list } from './lists.ts'
import { apiOf, appOf, clusterOf, detailOf, eligibilityOf, offerOf, reviewerOf, ticketOf } from './mapping.ts'
import { apisOf, appsOf } from './relations.ts'
import {
  WireApiDetail,
  WireApis,
  WireApp,
  WireApps,
  WireClusters,
  WireEligibles,
  WireOffers,
  WireReviewers,
  WireStudios,
  WireTickets,
  WireWorkspaces,
} from './wire.ts'

type Reads = Omit<
  DataCloud,
  'authorize' | 'grantAll' | 'decide' | 'confirm' | 'createApp' | 'updateApp' | 'deleteApp' | 'close'
>

const apis = (asker: Asker) => {
  const { path, headers } = inService(asker.gate, ['apis'])
  return list(asker, {
    operation: 'ListApis',
    path,
    // Without it an exclusive API comes back without its clusters.
    headers: { ...headers, 'x-return-publish-messages': 'true' },
    schema: WireApis,
    rowsOf: (answer) => answer.records,
    totalOf: (answer) => answer.total,
    map: apiOf,
    keyOf: (api) => api.apiId,
  })
}

async function api({ gate, door, signal }: Asker, apiId: string) {
  const asked = { operation: 'ShowApi', method: 'GET', ...inService(gate, ['apis', apiId]), signal } as const
  return detailOf((await ask({ gate, door, schema: WireApiDetail }, asked)).value)
}

/** The flags of the body ask for columns; `is_owner` is the one that is shown. */
const offers = (asker: Asker) =>
  list(asker, {
    ...inService(asker.gate, ['market']),
    operation: 'ListDataServiceMarketApis',
    method: 'POST',
    body: { market_sort_type: 'createTime', asc_or_desc: 'asc' },
    schema: WireOffers,
    rowsOf: (answer) => answer.apis,
    totalOf: (answer) => answer.total,
    map: offerOf,
    keyOf: (offer) => offer.apiId,
  })

const clusters = (asker: Asker) =>
  list(asker, {
    ...inService(asker.gate, ['instances']),
    operation: 'ListDataServiceInstancesDetail',
    schema: WireClusters,
    rowsOf: (answer) => answer.instances,
    totalOf: (answer) => answer.total,
    map: clusterOf,
    keyOf: (cluster) => cluster.clusterId,
  })

const eligibility = (asker: Asker, { apiId, appId }: { apiId: string; appId: string }) =>
  list(asker, {
    ...inService(asker.gate, ['apis', apiId, 'instances']),
    operation: 'ListInstanceList',
    query: { action: 'AUTHORIZE', app_id: appId, show_all: 'true' },
    schema: WireEligibles,
    rowsOf: (answer) => answer.instances,
    totalOf: (answer) => answer.total,
    map: eligibilityOf,
    keyOf: (cluster) => cluster.clusterId,
  })

const apps = (asker: Asker) =>
  list(asker, {
    ...inService(asker.gate, ['apps']),
    operation: 'ListApps',
    schema: WireApps,
    rowsOf: (answer) => answer.apps,
    totalOf: (answer) => answer.total,
    map: appOf,
    keyOf: (app) => app.appId,
  })

async function app({ gate, door, signal }: Asker, appId: string) {
  const asked = { operation: 'ShowAppInfo', method: 'GET', ...inService(gate, ['apps', appId]), signal } as const
  return appOf((await ask({ gate, door, schema: WireApp }, asked)).value)
}

/** A ticket whose id the cloud hides is known by what it is about. */
const ticketKey = ({ ticketId, kind, apiId, appId, appliedAt }: SeenTicket): string =>
  ticketId ?? JSON.stringify([kind, apiId, appId, appliedAt])

const tickets = {
  schema: WireTickets,
  rowsOf: (answer: WireTickets) => answer.records,
  totalOf: (answer: WireTickets) => answer.total,
  map: ticketOf,
  keyOf: ticketKey,
}

/** `query_type` of ListApply. */
const TRAYS: Readonly<Record<Tray, string>> = {
  'to-review': '0',
  reviewed: '1',
  'sent-for-publishing': '2',
  'sent-for-calling': '3',
}

const applications = (asker: Asker, tray: Tray): Promise<Reading<SeenTicket>> =>
  list(asker, {
    ...inService(asker.gate, ['applys']),
    operation: 'ListApply',
    query: { query_type: TRAYS[tray] },
    ...tickets,
  })

const notices = (asker: Asker): Promise<Reading<SeenTicket>> =>
  list(asker, { ...inService(asker.gate, ['messages']), operation: 'ListMessage', ...tickets })

const reviewers = (asker: Asker) =>
  list(asker, {
    ...inService(asker.gate, ['authorizeapply', 'approver']),
    operation: 'ListDataServiceApprovers',
    // Counted from one, as the Terraform provider does; the pages do not say.
    pageOf: (index, size) => ({ page: index + 1, size }),
    schema: WireReviewers,
    rowsOf: (answer) => answer.approvers,
    totalOf: (answer) => answer.total_records,
    map: reviewerOf,
    keyOf: (reviewer) => reviewer.reviewerId,
  })

const studios = (asker: Asker) =>
  list(asker, {
    operation: 'ListDataArtsStudioInstances',
    path: ['instances'],
    schema: WireStudios,
    rowsOf: (answer) => answer.commodity_orders ?? answer.commodity_order_lists,
    totalOf: (answer) => answer.count,
    map: (row) => ({ studioId: row.resource_id, name: row.resource_name ?? null }),
    keyOf: (studio) => studio.studioId,
  })

const workspaces = (asker: Asker, studioId: string) =>
  list(asker, {
    operation: 'ListManagerWorkSpaces',
    path: ['workspaces', studioId],
    schema: WireWorkspaces,
    rowsOf: (answer) => answer.data,
    // `count` is said to be the number of users of the workspace, so it is not taken for the list's.
    totalOf: () => undefined,
    map: (row) => ({
      workspaceId: row.id,
      name: row.name ?? null,
      isDefault: row.is_default === undefined ? null : row.is_default === 1,
    }),
    keyOf: (workspace) => workspace.workspaceId,
  })

/** All that is read of DataArts. */
export const readsOf = (gate: Gate): Reads => ({
  apis: (door, signal) => apis({ gate, door, signal }),
  api: (door, apiId, signal) => api({ gate, door, signal }, apiId),
  offers: (door, signal) => offers({ gate, door, signal }),
  clusters: (door, signal) => clusters({ gate, door, signal }),
  eligibility: (door, pair, signal) => eligibility({ gate, door, signal }, pair),
  apps: (door, signal) => apps({ gate, door, signal }),
  app: (door, appId, signal) => app({ gate, door, signal }, appId),
  appsOf: (door, apiId, signal) => appsOf({ gate, door, signal }, apiId),
  apisOf: (door, appId, signal) => apisOf({ gate, door, signal }, appId),
  applications: (door, tray, signal) => applications({ gate, door, signal }, tray),
  notices: (door, signal) => notices({ gate, door, signal }),
  reviewers: (door, signal) => reviewers({ gate, door, signal }),
  studios: (door, signal) => studios({ gate, door, signal }),
  workspaces: (door, studioId, signal) => workspaces({ gate, door, signal }, studioId),
})
