import type { ApiAddress, Cloud, Door, WriteAnswer } from '../port.ts'
import { ask, type Gate, inWorkspace } from './calls.ts'
import { apiOf, resultsOf } from './mapping.ts'
import { WireGranted, WireRegistered, type WireResult, WireRevoked } from './wire.ts'

type Writes = Pick<Cloud, 'grant' | 'revoke' | 'replace' | 'register'>

const NOTHING: WriteAnswer = { results: [], others: [], requestId: null }

/** `ApiAppAuthRequest`. Each app is named once; the vendor does not say what a second naming does. */
const bodyOf = (gate: Gate, appIds: readonly string[]) => ({
  apps: appIds.map((appId) => ({ app_id: appId })),
  ...inWorkspace(gate),
})

const pathOf = (api: ApiAddress): string[] => ['services', api.serviceId, 'app-auth-apis', api.apiId, 'app-auth-api']

type Change = {
  gate: Gate
  door: Door
  api: ApiAddress
  /** Apps, each once. */
  appIds: readonly string[]
}

type Rows = readonly (WireResult | null)[] | null | undefined

/** An answer without a list of results says nothing of any app, which makes each of them unknown. */
const answerOf = ({ appIds, api }: Change, rows: Rows, requestId: string | null): WriteAnswer => ({
  ...resultsOf(appIds, rows ?? [], api.apiId),
  requestId,
})

/** AuthorizeApiToApigApps adds the apps; "Updating API Authorization" takes the same body at the same address by PUT. */
async function authorize(change: Change, how: 'add' | 'replace'): Promise<WriteAnswer> {
  const { gate, door, api, appIds } = change
  const as =
    how === 'add'
      ? ({ operation: 'AuthorizeApiToApigApps', method: 'POST' } as const)
      : ({ operation: 'UpdateAuthApiToApigApps', method: 'PUT' } as const)
  const told = await ask({ gate, door, schema: WireGranted }, { ...as, path: pathOf(api), body: bodyOf(gate, appIds) })
  return answerOf(change, told.value.auth_result, told.requestId)
}

/** DeleteApiAppAuth: a DELETE with a body, which names the workspace in its query as well. */
async function withdraw(change: Change): Promise<WriteAnswer> {
  const { gate, door, api, appIds } = change
  const told = await ask(
    { gate, door, schema: WireRevoked },
    {
      operation: 'DeleteApiAppAuth',
      method: 'DELETE',
      path: pathOf(api),
      query: inWorkspace(gate),
      body: bodyOf(gate, appIds),
    },
  )
  return answerOf(change, told.value.unauth_result, told.requestId)
}

async function register({ gate, door, appIds }: Omit<Change, 'api'>, serviceId: string): ReturnType<Cloud['register']> {
  const told = await ask(
    { gate, door, schema: WireRegistered },
    {
      operation: 'CreateAndAuthAppAuthApi',
      method: 'POST',
      path: ['services', serviceId, 'app-auth-api'],
      body: bodyOf(gate, appIds),
    },
  )
  const api = apiOf(told.value.api, serviceId)
  return { ...answerOf({ gate, door, api, appIds }, told.value.auth_result, told.requestId), api }
}

const once = (appIds: readonly string[]): string[] => [...new Set(appIds)]

/** All that is changed in ModelArts. */
export const writesOf = (gate: Gate): Writes => ({
  grant: async (door, api, appIds) =>
    appIds.length === 0 ? NOTHING : authorize({ gate, door, api, appIds: once(appIds) }, 'add'),
  revoke: async (door, api, appIds) =>
    appIds.length === 0 ? NOTHING : withdraw({ gate, door, api, appIds: once(appIds) }),
  replace: (door, api, appIds) => authorize({ gate, door, api, appIds: once(appIds) }, 'replace'),
  register: (door, serviceId, appIds) => register({ gate, door, appIds: once(appIds) }, serviceId),
})
