import { ApiSort, AuthType, ServiceState } from '@grantdesk/shared/apis'
import type { ConnectionId } from '@grantdesk/shared/kernel/ids'
import type { UrlShape, UrlView } from '../../lib/url-state.ts'
import type { ApisView } from './queries.ts'

/** What the list of APIs keeps in its address. */
export const APIS_SHAPE = {
  search: 'text',
  sort: ['name', 'service', 'published', 'grants', 'seen'],
  order: ['asc', 'desc'],
  state: 'list',
  auth: 'list',
  grants: ['', 'true', 'false'],
  registered: ['', 'true', 'false'],
} as const satisfies UrlShape

export type ApisUrl = UrlView<typeof APIS_SHAPE>

/** An address may hold anything: only words of the contract are asked for. */
export const toQuery = (url: ApisUrl, scope: ConnectionId | null): ApisView => {
  const state = url.state.flatMap((word) => ServiceState.safeParse(word).data ?? [])
  const auth = url.auth.flatMap((word) => AuthType.safeParse(word).data ?? [])
  return {
    sort: ApiSort.parse(url.sort),
    order: url.order,
    ...(url.search ? { search: url.search } : {}),
    ...(scope ? { connection: [scope] } : {}),
    ...(state.length > 0 ? { state } : {}),
    ...(auth.length > 0 ? { auth } : {}),
    ...(url.grants ? { grants: url.grants } : {}),
    ...(url.registered ? { registered: url.registered } : {}),
  }
}

export const isFiltered = (url: ApisUrl): boolean =>
  url.search !== '' || url.state.length + url.auth.length > 0 || url.grants !== '' || url.registered !== ''
