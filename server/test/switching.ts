import type { ApiRow } from '@grantdesk/shared/apis'
import { registerApi, showService } from '@grantdesk/shared/apis'
import { type Grant, listGrants, switchGrant, switchGrants, type Wanted } from '@grantdesk/shared/grants'
import type { HttpClient } from './http-client.ts'
import type { TestHouse } from './house.ts'
import { apiId, appId, serviceId } from './small-world.ts'

/** The rows of some apps (by the cloud's ids) on an API, as the house tells them. */
export async function rowsOf(client: HttpClient, api: string, apps: readonly string[]): Promise<Grant[]> {
  const asked = { params: { api: apiId(api) }, query: { app: apps.map(appId) } }
  const { rows } = (await client.call(listGrants, asked)).ok()
  const byApp = new Map(rows.map((row) => [row.app as string, row]))
  return apps.map((app) => byApp.get(appId(app)) ?? fail(`${app} is not known`))
}

export const rowOf = async (client: HttpClient, api: string, app: string): Promise<Grant> =>
  (await rowsOf(client, api, [app]))[0] ?? fail(`${app} is not known`)

type Pair = { api: string; app: string; wanted: Wanted }

/** Switches one app by the version that the person sees, or by the one that is given. */
export async function flip(
  client: HttpClient,
  { api, app, wanted }: Pair,
  options: { key?: string | null; version?: number | string } = {},
) {
  const version = options.version ?? (await rowOf(client, api, app)).version
  const asked = { params: { api: apiId(api), app: appId(app) }, body: { wanted } }
  return client.call(switchGrant, asked, { ...options, version })
}

/** Switches several apps by the versions that the person sees. */
export async function flipAll(client: HttpClient, { api, wanted }: Omit<Pair, 'app'>, apps: readonly string[]) {
  const rows = await rowsOf(client, api, apps)
  const body = { wanted, apps: rows.map(({ app, version }) => ({ app, version })) }
  return client.call(switchGrants, { params: { api: apiId(api) }, body })
}

/** Registers an API for a service (by the cloud's id) and grants it to some apps. */
export const register = (
  client: HttpClient,
  service: string,
  { apps, key }: { apps: readonly string[]; key?: string },
) =>
  client.call(
    registerApi,
    { params: { service: serviceId(service) }, body: { apps: apps.map(appId) } },
    key === undefined ? {} : { key },
  )

const PATIENCE_MS = 26_000
const UNSETTLED = new Set(['issuing', 'ending', 'unverified'])

type Waiting = {
  house: TestHouse
  /** Time that the clock is moved ahead between two looks, so that what waits for a later instant comes now. */
  hurryMs?: number
}

/** Waits until nothing of these pairs is on its way. */
export async function settledRows(
  { house, hurryMs = 0 }: Waiting,
  client: HttpClient,
  { api, apps }: { api: string; apps: readonly string[] },
): Promise<Grant[]> {
  return until({ house, hurryMs, line: apiId(api) }, async () => {
    const rows = await rowsOf(client, api, apps)
    return rows.some(({ state }) => UNSETTLED.has(state)) ? undefined : rows
  })
}

export const settledRow = async (waiting: Waiting, client: HttpClient, pair: Omit<Pair, 'wanted'>): Promise<Grant> =>
  (await settledRows(waiting, client, { api: pair.api, apps: [pair.app] }))[0] ?? fail('no row')

/** Waits until a registration has come to its end. */
export function registered({ house, hurryMs = 0 }: Waiting, client: HttpClient, service: string): Promise<ApiRow> {
  return until({ house, hurryMs, line: serviceId(service) }, async () => {
    const row = (await client.call(showService, { params: { service: serviceId(service) } })).ok()
    return row.registration === null || row.registration.state === 'failed' ? row : undefined
  })
}

/** Waits for an answer, moving the clock and waking the line between two looks. */
export async function until<T>(
  { house, hurryMs, line }: Required<Waiting> & { line: string },
  look: () => Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (performance.now() > end) throw new Error(`not settled in time: ${line}`)
    if (hurryMs > 0) {
      house.clock.ahead(hurryMs)
      house.house.carrier.wake(line)
    }
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}

function fail(text: string): never {
  throw new Error(text)
}
