import { isDeepStrictEqual } from 'node:util'
import { wholeHourFrom } from '../../src/kernel/whole-hours.ts'
import { createDataArts, type DataArtsParts } from '../../src/upstream/dataarts/client.ts'
import type { Identity } from '../../src/upstream/modelarts/client.ts'
import {
  type Act,
  CloudFault,
  type DataCloud,
  type Door,
  type Pair,
  type Reading,
  type RelationState,
  type SeenRelation,
  type SeenTicket,
} from '../../src/upstream/port.ts'
import { exchangeDifferences, operationsOf } from './check.ts'
import { DATAARTS_FACTS } from './facts/dataarts/index.ts'
import { type Exchange, recorder } from './recorder.ts'

/** The workspace of DataArts Studio that the suite runs against, with somebody who reviews and somebody who calls. */
export type DataTarget = Pick<DataArtsParts, 'clock' | 'limits' | 'connection'> & {
  reviewer: Identity
  caller: Identity
  /** Rows to a page; small, so that lists have several. */
  pageSize: number
}

/** A client of the target whose every exchange is kept. */
export type DataProbe = {
  cloud: DataCloud
  reviewer: Door
  caller: Door
  now: () => Date
  exchanges: readonly Exchange[]
  /** Differences from the facts so far, none twice. */
  differences(): string[]
  /** Operations that were called so far. */
  operations(): string[]
}

export function dataProbe({ clock, limits, connection, reviewer, caller, pageSize }: DataTarget): DataProbe {
  const { exchanges, interceptor } = recorder()
  const identities = [reviewer, caller]
  const cloud = createDataArts({ connection, identities, clock, limits, interceptor, pageSize })
  const door = ({ label }: Identity): Door => ({ connection: connection.id, identity: label })
  return {
    cloud,
    reviewer: door(reviewer),
    caller: door(caller),
    now: () => clock.now(),
    exchanges,
    differences: () => [...new Set(exchanges.flatMap((one) => exchangeDifferences(DATAARTS_FACTS, one)))],
    operations: () => operationsOf(DATAARTS_FACTS, exchanges).toSorted(),
  }
}

const tell = ({ apiId, appId, clusterId, state, expiresAt }: SeenRelation): string =>
  JSON.stringify([apiId, appId, clusterId, state, expiresAt])

/** The relations of one app, once from the app's side and once gathered from the APIs. */
async function readApp({ cloud }: DataProbe, door: Door, appId: string): Promise<string[]> {
  const fromApp = await cloud.apisOf(door, appId)
  const apis = [...new Set(fromApp.rows.map(({ apiId }) => apiId))]
  const fromApis: string[] = []
  for (const apiId of apis) {
    const { rows } = await cloud.appsOf(door, apiId)
    fromApis.push(...rows.filter((row) => row.appId === appId).map(tell))
  }
  const same = isDeepStrictEqual(fromApp.rows.map(tell).toSorted(), fromApis.toSorted())
  return [
    ...(same ? [] : [`${appId}: the app's relations disagree with those of its APIs`]),
    ...(fromApp.complete ? [] : [`${appId}: the app's relations are not complete`]),
  ]
}

/** Every reading of the client through one identity, over at most so many APIs and apps; says what is not whole. */
export async function driveDataReads(probe: DataProbe, door: Door, most: number): Promise<string[]> {
  const { cloud } = probe
  const apis = await cloud.apis(door)
  const apps = await cloud.apps(door)
  const lists: [string, Reading<unknown>][] = [
    ['APIs', apis],
    ['apps', apps],
    ['offers', await cloud.offers(door)],
    ['clusters', await cloud.clusters(door)],
    ['notices', await cloud.notices(door)],
    ['reviewers', await cloud.reviewers(door)],
    ['studios', await cloud.studios(door)],
  ]
  for (const tray of ['to-review', 'reviewed', 'sent-for-publishing', 'sent-for-calling'] as const)
    lists.push([`applications ${tray}`, await cloud.applications(door, tray)])
  for (const { studioId } of (await cloud.studios(door)).rows)
    lists.push([`workspaces of ${studioId}`, await cloud.workspaces(door, studioId)])

  const problems: string[] = []
  const [some] = apps.rows
  for (const { apiId } of apis.rows.slice(0, most)) {
    await cloud.api(door, apiId)
    lists.push([`apps of ${apiId}`, await cloud.appsOf(door, apiId)])
    if (some !== undefined)
      lists.push([`clusters for ${apiId}`, await cloud.eligibility(door, { apiId, appId: some.appId })])
  }
  for (const { appId } of apps.rows.slice(0, most)) {
    await cloud.app(door, appId)
    problems.push(...(await readApp(probe, door, appId)))
  }
  return [...problems, ...lists.filter(([, { complete }]) => !complete).map(([what]) => `${what}: not complete`)]
}

/** Asks for what is not there; says what was not refused. */
export async function driveDataRefusals({ cloud, reviewer, now }: DataProbe, pair: Pair): Promise<string[]> {
  const until = wholeHourFrom(new Date(now().getTime() + 100 * 3_600_000))
  const grant: Act = { act: 'grant', until }
  const asked: [string, string, () => Promise<unknown>][] = [
    ['an unknown API', 'missing', () => cloud.api(reviewer, 'no-such-api')],
    ['the apps of an unknown API', 'missing', () => cloud.appsOf(reviewer, 'no-such-api')],
    ['an unknown app', 'missing', () => cloud.app(reviewer, 'no-such-app')],
    ['a grant to an unknown app', 'missing', () => cloud.authorize(reviewer, { ...pair, appId: 'no-such-app' }, grant)],
    ['a grant on an unknown cluster', 'missing', () => cloud.authorize(reviewer, { ...pair, clusterId: 'x' }, grant)],
    ['a verdict on nothing', 'refused', () => cloud.decide(reviewer, ['no-such-ticket'], 'approve')],
    ['a message that is not there', 'refused', () => cloud.confirm(reviewer, 'no-such-message', null)],
  ]
  const missed: string[] = []
  for (const [what, kind, call] of asked) {
    const answer = await call().then(
      () => 'taken',
      (error: unknown) => (error instanceof CloudFault && error.effect === 'none' ? error.kind : 'open'),
    )
    if (answer !== kind) missed.push(`${what}: ${answer}`)
  }
  return missed
}

const HOURS = 3_600_000

/** How a pair stands, by the reviewer's list. */
async function standing({ cloud, reviewer }: DataProbe, { apiId, appId, clusterId }: Pair) {
  const { rows } = await cloud.appsOf(reviewer, apiId)
  const row = rows.find((one) => one.appId === appId && one.clusterId === clusterId)
  return row === undefined ? null : { state: row.state, expiresAt: row.expiresAt }
}

type Step = [what: string, run: () => Promise<unknown>, then: { state: RelationState; expiresAt: string } | null]

/** The ticket of a pair that waits for an answer. */
const open = ({ rows }: Reading<SeenTicket>, { apiId, appId }: Pair): string =>
  rows.find(
    (row) => row.apiId === apiId && row.appId === appId && (row.state === 'pending' || row.state === 'unconfirmed'),
  )?.ticketId ?? 'none'

/** What a pair is tried with: its acts by their own door, and ends that lie ever further ahead. */
type Tries = {
  probe: DataProbe
  pair: Pair
  hour: (count: number) => string
  asCaller: (act: Act) => () => Promise<unknown>
  asReviewer: (act: Act) => () => Promise<unknown>
}

/** Applications, renewals and verdicts; nothing is left at the end. */
function applying({ probe, pair, hour, asCaller }: Tries): Step[] {
  const { cloud, reviewer } = probe
  const [first, second, third] = [hour(100), hour(200), hour(300)]
  const verdict = (how: 'approve' | 'reject') => async () =>
    cloud.decide(reviewer, [open(await cloud.applications(reviewer, 'to-review'), pair)], how)
  const extend = () => cloud.grantAll(reviewer, pair, { appIds: [pair.appId], until: third })
  return [
    ['an application', asCaller({ act: 'apply', until: first }), { state: 'requested', expiresAt: first }],
    ['a rejection', verdict('reject'), null],
    ['a second application', asCaller({ act: 'apply', until: first }), { state: 'requested', expiresAt: first }],
    ['an approval', verdict('approve'), { state: 'active', expiresAt: first }],
    ['a renewal', asCaller({ act: 'renew', until: second }), { state: 'renewal-pending', expiresAt: first }],
    ['its approval', verdict('approve'), { state: 'active', expiresAt: second }],
    ['an extension', extend, { state: 'active', expiresAt: third }],
    ['giving up', asCaller({ act: 'give-up' }), null],
  ]
}

/** Grants, withdrawals and answers to their notices; nothing is left at the end. */
function granting({ probe, pair, hour, asCaller, asReviewer }: Tries): Step[] {
  const { cloud, caller } = probe
  const until = hour(100)
  const confirm = (at: string | null) => async () => cloud.confirm(caller, open(await cloud.notices(caller), pair), at)
  const grant = asReviewer({ act: 'grant', until })
  const withdraw = asReviewer({ act: 'withdraw', at: hour(48) })
  const given = { state: 'active', expiresAt: until } as const
  const noticed = { state: 'notice-given', expiresAt: until } as const
  return [
    ['a grant', grant, given],
    ['a withdrawal', withdraw, noticed],
    ['putting it off', confirm(hour(24)), noticed],
    ['giving up before', asCaller({ act: 'give-up' }), null],
    ['another grant', grant, given],
    ['another withdrawal', withdraw, noticed],
    ['confirming it', confirm(null), null],
  ]
}

/** The life of a pair that had no relation: every act, verdict and confirmation. It ends as it began. */
export async function driveDataWrites(probe: DataProbe, pair: Pair): Promise<string[]> {
  const { cloud, reviewer, caller, now } = probe
  const tries: Tries = {
    probe,
    pair,
    hour: (count) => wholeHourFrom(new Date(now().getTime() + count * HOURS)),
    asCaller: (act) => () => cloud.authorize(caller, pair, act),
    asReviewer: (act) => () => cloud.authorize(reviewer, pair, act),
  }
  const failed: string[] = []
  for (const [what, run, then] of [...applying(tries), ...granting(tries)]) {
    await run()
    const is = await standing(probe, pair)
    if (!isDeepStrictEqual(is, then)) failed.push(`${what}: ${JSON.stringify(is)} for ${JSON.stringify(then)}`)
  }
  return failed
}

/** An app's life; it is gone at the end. */
export async function driveApp({ cloud, caller }: DataProbe): Promise<string[]> {
  const { app, credentials } = await cloud.createApp(caller, { name: 'conformance', type: 'APP' })
  const changed = await cloud.updateApp(caller, app.appId, { name: 'conformance2', description: '一致性' })
  const seen = await cloud.app(caller, app.appId)
  await cloud.deleteApp(caller, app.appId)
  const { rows } = await cloud.apps(caller)
  const checks: [string, boolean][] = [
    ['no secret came with the new app', credentials !== null],
    ['the change was not seen', isDeepStrictEqual(seen, changed) && seen.description === '一致性'],
    ['the app is still there', rows.every(({ appId }) => appId !== app.appId)],
  ]
  return checks.filter(([, holds]) => !holds).map(([what]) => what)
}
