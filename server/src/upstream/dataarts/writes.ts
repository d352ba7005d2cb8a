import { isWholeHour } from '../../kernel/whole-hours.ts'
import {
  type Act,
  CloudFault,
  type DataCloud,
  type Door,
  type Pair,
  type ReadBack,
  Revealed,
  type Taken,
} from '../port.ts'
import { type Ask, ask, type Gate, inService } from './calls.ts'
import { APPLY_TYPES, appOf, secretOf } from './mapping.ts'
import {
  type WireAction,
  WireApp,
  type WireBulk,
  type WireConfirmation,
  WireNewApp,
  WireNothing,
  type WireVerdict,
} from './wire.ts'

type Writes = Pick<DataCloud, 'authorize' | 'grantAll' | 'decide' | 'confirm' | 'createApp' | 'updateApp' | 'deleteApp'>

type Writer = { gate: Gate; door: Door }

/** `time`: to the hour, as "AuthorizeActionApiToInstance" wants it; another instant is not sent. */
function hour(operation: string, instant: string): string {
  if (isWholeHour(instant)) return new Date(instant).toISOString()
  throw new CloudFault({ kind: 'refused', effect: 'none', message: `${operation}: ${instant} is no whole hour in UTC` })
}

/** What is to be read once the cloud took a write. */
async function take({ gate, door }: Writer, asked: Ask, readBack: ReadBack): Promise<Taken> {
  const told = await ask({ gate, door, schema: WireNothing }, asked)
  return { readBack, requestId: told.requestId }
}

const ACTION = 'AuthorizeActionApiToInstance'

/** The app's own give-up takes no time ("Managing API Authorizations", 2022); all others name one. */
function timeOf(act: Act): { time?: string } {
  switch (act.act) {
    case 'give-up':
      return {}
    case 'withdraw':
      return { time: hour(ACTION, act.at) }
    case 'grant':
    case 'apply':
    case 'renew':
      return { time: hour(ACTION, act.until) }
  }
}

function readBackOf({ apiId, appId, clusterId }: Pair, { act }: Act): ReadBack {
  switch (act) {
    case 'grant':
    case 'give-up':
      return { list: 'apps-of-api', apiId, clusterId, appIds: [appId] }
    case 'withdraw':
      return { list: 'notices', kind: 'withdraw', apiId, appId, clusterId }
    case 'apply':
    case 'renew':
      return { list: 'applications', tray: 'sent-for-calling', kind: act, apiId, appId }
  }
}

function authorize(writer: Writer, pair: Pair, act: Act): Promise<Taken> {
  const { apiId, appId, clusterId } = pair
  const body: WireAction = {
    api_id: apiId,
    instance_id: clusterId,
    app_id: appId,
    apply_type: APPLY_TYPES[act.act],
    ...timeOf(act),
  }
  const asked = { operation: ACTION, method: 'POST', body } as const
  return take(writer, { ...asked, ...inService(writer.gate, ['apis', 'authorize', 'action']) }, readBackOf(pair, act))
}

type Audience = { apiId: string; clusterId: string; appIds: readonly string[]; until: string }

function grantAll(writer: Writer, { apiId, clusterId, appIds, until }: Audience): Promise<Taken> {
  const operation = 'AuthorizeApiToInstance'
  const body: WireBulk = { app_ids: appIds, time: hour(operation, until) }
  const place = inService(writer.gate, ['apis', apiId, 'instances', clusterId, 'authorize'])
  const readBack: ReadBack = { list: 'apps-of-api', apiId, clusterId, appIds }
  return take(writer, { operation, method: 'POST', body, ...place }, readBack)
}

function decide(writer: Writer, ticketIds: readonly string[], isApproved: boolean): Promise<Taken> {
  const body: WireVerdict = { apply_ids: ticketIds, apply_result: isApproved }
  const asked = { operation: 'BatchApproveApply', method: 'POST', body } as const
  const readBack: ReadBack = { list: 'decisions', tray: 'reviewed', ticketIds }
  return take(writer, { ...asked, ...inService(writer.gate, ['applys']) }, readBack)
}

function confirm(writer: Writer, ticketId: string, at: string | null): Promise<Taken> {
  const operation = 'ConfirmMessage'
  const body: WireConfirmation =
    at === null ? { message_id: ticketId, action: 0 } : { message_id: ticketId, action: 1, time: hour(operation, at) }
  const readBack: ReadBack = { list: 'confirmed-notices', ticketIds: [ticketId] }
  return take(writer, { operation, method: 'POST', body, ...inService(writer.gate, ['messages']) }, readBack)
}

const createApp = async ({ gate, door }: Writer, draft: Parameters<Writes['createApp']>[1]) => {
  const { name, description, type } = draft
  const body = { name, app_type: type, ...(description !== undefined && { description }) }
  const asked = { operation: 'CreateApp', method: 'POST', body, ...inService(gate, ['apps']) } as const
  const { value } = await ask({ gate, door, schema: WireNewApp }, asked)
  const secret = secretOf(value)
  return { app: appOf(value), credentials: secret === null ? null : new Revealed(secret) }
}

async function updateApp({ gate, door }: Writer, appId: string, change: { name?: string; description?: string }) {
  const asked = { operation: 'UpdateApp', method: 'PUT', body: change, ...inService(gate, ['apps', appId]) } as const
  return appOf((await ask({ gate, door, schema: WireApp }, asked)).value)
}

function deleteApp(writer: Writer, appId: string): Promise<Taken> {
  const asked = { operation: 'DeleteApp', method: 'DELETE', ...inService(writer.gate, ['apps', appId]) } as const
  return take(writer, asked, { list: 'apps', appIds: [appId] })
}

/** Each id once. A write of nothing is not sent: the vendor does not say what an empty list does. */
function some(operation: string, ids: readonly string[]): string[] {
  if (ids.length > 0) return [...new Set(ids)]
  throw new CloudFault({ kind: 'refused', effect: 'none', message: `${operation}: nothing is named` })
}

/** All that is changed in DataArts. */
export const writesOf = (gate: Gate): Writes => ({
  authorize: async (door, pair, act) => authorize({ gate, door }, pair, act),
  grantAll: async (door, api, { appIds, until }) =>
    grantAll({ gate, door }, { ...api, appIds: some('AuthorizeApiToInstance', appIds), until }),
  decide: async (door, ticketIds, verdict) =>
    decide({ gate, door }, some('BatchApproveApply', ticketIds), verdict === 'approve'),
  confirm: async (door, ticketId, at) => confirm({ gate, door }, ticketId, at),
  createApp: (door, draft) => createApp({ gate, door }, draft),
  updateApp: (door, appId, change) => updateApp({ gate, door }, appId, change),
  deleteApp: (door, appId) => deleteApp({ gate, door }, appId),
})
