import { isDeepStrictEqual } from 'node:util'
import { createHttp, type HttpParts } from '../../src/upstream/http.ts'
import { ask, type Gate } from '../../src/upstream/modelarts/calls.ts'
import { createModelArts, type Identity, type ModelArtsParts } from '../../src/upstream/modelarts/client.ts'
import { WireApiAnswer, WireApis, WireAppAnswer } from '../../src/upstream/modelarts/wire.ts'
import type { AccessQuery, ApiAddress, AppResult, Cloud, Door, SeenAccess } from '../../src/upstream/port.ts'
import { CloudFault } from '../../src/upstream/port.ts'
import { exchangeDifferences, operationsOf } from './check.ts'
import { FACTS } from './facts/index.ts'
import { recorder } from './recorder.ts'

/** The cloud that the suite runs against, simulated or real. */
export type Target = Pick<HttpParts, 'clock' | 'limits'> & {
  connection: ModelArtsParts['connection']
  identity: Identity
  /** Rows to a page; small, so that lists have several. */
  pageSize: number
}

/** A client of the target whose every exchange is kept. */
export type Probe = {
  cloud: Cloud
  door: Door
  gate: Gate
  /** Differences from the facts so far, none twice. */
  differences(): string[]
  /** Operations that were called so far. */
  operations(): string[]
  close(): Promise<void>
}

export function probe({ clock, limits, connection, identity, pageSize }: Target): Probe {
  const { exchanges, interceptor } = recorder()
  const { endpoint, project, workspace } = connection
  const cloud = createModelArts({ connection, identities: [identity], clock, limits, interceptor, pageSize })
  const http = createHttp({ endpoint, project, clock, limits, interceptor })
  return {
    cloud,
    door: { connection: connection.id, identity: identity.label },
    gate: { http, project, workspace, keys: new Map([[identity.label, identity.credential]]), pageSize },
    differences: () => [...new Set(exchanges.flatMap((exchange) => exchangeDifferences(FACTS, exchange)))],
    operations: () => operationsOf(FACTS, exchanges).toSorted(),
    close: async () => {
      await Promise.all([cloud.close(), http.close()])
    },
  }
}

const SORTS: readonly Pick<AccessQuery, 'sort' | 'order'>[] = [
  { sort: 'name', order: 'asc' },
  { sort: 'created', order: 'desc' },
  { sort: 'updated', order: 'asc' },
]

const idsOf = (rows: readonly SeenAccess[]): string[] => rows.map(({ app }) => app.appId).toSorted()

async function pageByPage({ cloud, door }: Probe, api: ApiAddress): Promise<SeenAccess[]> {
  const rows: SeenAccess[] = []
  for (let page = 0; page < 50; page += 1) {
    const answer = await cloud.accessPage(door, api, { show: 'all', sort: 'name', order: 'asc', page, limit: 7 })
    rows.push(...answer.rows)
    if (!answer.more) break
  }
  return rows
}

/** Reads one API in every way and says where the ways disagree. */
async function readApi(target: Probe, api: ApiAddress): Promise<string[]> {
  const { cloud, door } = target
  const all = await cloud.access(door, api, 'all')
  const authorized = await cloud.access(door, api, 'authorized')
  const unauthorized = await cloud.access(door, api, 'unauthorized')
  const service = await cloud.authorizedOf(door, api.serviceId)
  for (const by of SORTS) await cloud.accessPage(door, api, { ...by, show: 'all', page: 1, limit: 3, name: 'a' })

  const visible = idsOf(all.rows)
  const known = idsOf(authorized.rows)
  const checks: [string, unknown, unknown][] = [
    ['the list of all, page by page', idsOf(await pageByPage(target, api)), visible],
    ['authorized and unauthorized together', [...known, ...idsOf(unauthorized.rows)].toSorted(), visible],
    ['the state of the service', service?.apps.map(({ appId }) => appId).toSorted(), known],
    ['completeness', [all, authorized, unauthorized].map(({ complete }) => complete), [true, true, true]],
  ]
  return checks
    .filter(([, one, other]) => !isDeepStrictEqual(one, other))
    .map(([what]) => `${api.apiId}: ${what} disagrees`)
}

/** Every reading of the client, over at most so many services; says where the cloud's answers disagree. */
export async function driveReads(target: Probe, most: number): Promise<string[]> {
  const { cloud, door, gate } = target
  const services = await cloud.services(door)
  const disagreements: string[] = services.complete ? [] : ['the list of services is not complete']
  for (const { serviceId } of services.rows.slice(0, most)) {
    await cloud.service(door, serviceId)
    for (const api of await cloud.apisOf(door, serviceId)) {
      await ask(
        { gate, door, schema: WireApiAnswer },
        { operation: 'GetAppAuthApiInfo', method: 'GET', path: ['app-auth', serviceId, 'apis', api.apiId] },
      )
      if (api.authType === null || api.authType === 'APP') disagreements.push(...(await readApi(target, api)))
    }
  }
  const apps = await cloud.apps(door)
  if (!apps.complete) disagreements.push('the list of apps is not complete')
  for (const { appId } of apps.rows.slice(0, most)) {
    const path = ['app-auth', 'apps', appId]
    await ask({ gate, door, schema: WireAppAnswer }, { operation: 'ShowApigApp', method: 'GET', path })
    const query = { limit: '5', offset: '0', sort_by: 'app_name', order: 'asc' }
    const apis = { operation: 'ShowApisBindToApp', method: 'GET', path: [...path, 'auth-apis'], query } as const
    await ask({ gate, door, schema: WireApis }, apis)
  }
  return disagreements
}

/** Asks for what is not there; says what was not refused. */
export async function driveRefusals({ cloud, door }: Probe, serviceId: string): Promise<string[]> {
  const nowhere: ApiAddress = { serviceId, apiId: 'no-such-api' }
  const first = { show: 'all', sort: 'name', order: 'asc', page: 0, limit: 5 } as const
  const asked: [string, () => Promise<unknown>][] = [
    ['an unknown service', () => cloud.service(door, 'no-such-service')],
    ['the APIs of an unknown service', () => cloud.apisOf(door, 'no-such-service')],
    ['the state of an unknown service', () => cloud.authorizedOf(door, 'no-such-service')],
    ['an unknown API', () => cloud.accessPage(door, nowhere, first)],
  ]
  const missed: string[] = []
  for (const [what, call] of asked) {
    const refused = await call().then(
      () => false,
      (error: unknown) => error instanceof CloudFault && error.kind !== 'rubbish' && error.effect === 'none',
    )
    if (!refused) missed.push(`${what} was not refused`)
  }
  return missed
}

/** What a write is tried on; the app is as it was before when all went well. */
export type WritePlan = {
  api: ApiAddress
  /** An app that may be granted and is not. */
  appId: string
  /** Whether to send the whole set by PUT as well. */
  replace: boolean
}

const isDone = (results: readonly AppResult[], appId: string): boolean =>
  results.some((result) => result.appId === appId && result.said === 'done')

/** Grants and revokes one app and reads back after each step; says what did not come true. */
export async function driveWrites({ cloud, door }: Probe, { api, appId, replace }: WritePlan): Promise<string[]> {
  const authorized = async (): Promise<string[]> => idsOf((await cloud.access(door, api, 'authorized')).rows)
  const before = await authorized()
  const failed: string[] = []
  const expectSet = async (what: string, expected: readonly string[]): Promise<void> => {
    if (JSON.stringify(await authorized()) !== JSON.stringify(expected.toSorted()))
      failed.push(`${what} did not come true`)
  }

  const granted = await cloud.grant(door, api, [appId])
  if (!isDone(granted.results, appId)) failed.push('the grant was not confirmed')
  await expectSet('the grant', [...before, appId])
  await cloud.grant(door, api, [appId])
  await expectSet('the repeated grant', [...before, appId])
  if (replace) {
    await cloud.replace(door, api, [...before, appId])
    await expectSet('the replacement by the same set', [...before, appId])
  }
  const revoked = await cloud.revoke(door, api, [appId])
  if (!isDone(revoked.results, appId)) failed.push('the revocation was not confirmed')
  await expectSet('the revocation', before)
  await cloud.revoke(door, api, [appId])
  await expectSet('the repeated revocation', before)
  return failed
}
