type Api = { apiId: string; authType: string | null }
type App = { appId: string }

/** What a reading shows of one API: who is authorized, and who surely is not. */
export type ApiState<A extends App> = {
  apiId: string
  authorized: readonly A[]
  unauthorized: readonly string[] | 'others'
}

/** The whole state of a service in the cloud's one answer for it; `null` when it has no app authentication. */
export type ServiceState<A extends App> = { apiId: string; apps: readonly A[] } | null

const WITHOUT_APPS: readonly string[] = ['IAM', 'NONE']

/**
 * What is known of an API from the one answer about its service, or `null` when the API must be asked for itself.
 *
 * That answer holds a single API (field `app_auth_api`, vendor page "Obtaining the App Authentication Information of a
 * Service"), so of a service with several APIs it tells one. An API of another authentication than by app has no apps.
 */
export function stateFrom<A extends App>(api: Api, told: ServiceState<A>): ApiState<A> | null {
  const { apiId } = api
  if (told?.apiId === apiId) return { apiId, authorized: told.apps, unauthorized: 'others' }
  const word = api.authType?.trim().toUpperCase() ?? ''
  return WITHOUT_APPS.includes(word) ? { apiId, authorized: [], unauthorized: 'others' } : null
}

/** What the lists of several identities show together: each of them sees only some apps, so nothing is known of others. */
export function united<A extends App>(
  apiId: string,
  lists: readonly { rows: readonly { app: A; authorized: boolean }[]; complete: boolean }[],
): ApiState<A> {
  const rows = lists.flatMap((list) => list.rows)
  const authorized = new Map(rows.filter((row) => row.authorized).map(({ app }) => [app.appId, app]))
  const others = new Set(rows.map(({ app }) => app.appId).filter((id) => !authorized.has(id)))
  const whole = lists.every(({ complete }) => complete)
  return { apiId, authorized: [...authorized.values()], unauthorized: whole ? [...others] : [] }
}

/** Whether the answer about a service speaks of an API that the list of its APIs does not know. */
export const contradicts = (apis: readonly Api[], told: ServiceState<App>): boolean =>
  told !== null && !apis.some(({ apiId }) => apiId === told.apiId)
