import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { type ApiRow, listApis, refreshService, registerApi, showApi, showService } from '@grantdesk/shared/apis'
import { listApps } from '@grantdesk/shared/apps'
import type { Request } from '@grantdesk/shared/kernel/endpoint'
import { ApiId, type AppId, type ConnectionId, ServiceId } from '@grantdesk/shared/kernel/ids'
import { call, newKey } from '../../lib/call.ts'
import { knownId } from '../../lib/known-id.ts'

const UNSETTLED_MS = 1000
const RESTING_MS = 60_000
const UNSETTLED: ReadonlySet<string> = new Set(['waiting', 'sending', 'unknown'])

/** Whether a registration is still on its way. */
export const isRegistering = (row: ApiRow): boolean =>
  row.registration !== null && UNSETTLED.has(row.registration.state)

const pace = (rows: readonly ApiRow[]) => (rows.some(isRegistering) ? UNSETTLED_MS : RESTING_MS)

export type ApisView = Omit<Request<typeof listApis>['query'], 'cursor' | 'limit'>

export const apisQuery = (view: ApisView) =>
  infiniteQueryOptions({
    queryKey: ['apis', view],
    queryFn: ({ pageParam, signal }) => call(listApis, { query: { ...view, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pace(state.data?.pages.flatMap((page) => page.rows) ?? []),
  })

/** One API with its service, or a service that may have none yet. */
export const placeQuery = (place: { api: string } | { service: string }) =>
  queryOptions({
    queryKey: ['place', place],
    queryFn: ({ signal }) =>
      'api' in place
        ? call(showApi, { params: { api: knownId(ApiId, place.api) } }, { signal })
        : call(showService, { params: { service: knownId(ServiceId, place.service) } }, { signal }),
    refetchInterval: ({ state }) => pace(state.data ? [state.data] : []),
  })

/** The new row goes wherever the old one is shown; the lists follow behind. */
const useReplace = () => {
  const client = useQueryClient()
  return (row: ApiRow) => {
    client.setQueryData(['place', { service: row.service.id }], row)
    if (row.api) client.setQueryData(['place', { api: row.api.id }], row)
    // The page of an API that is gone by now: the row of its service no longer names it.
    else void client.invalidateQueries({ queryKey: ['place'] })
    void client.invalidateQueries({ queryKey: ['apis'] })
    void client.invalidateQueries({ queryKey: ['access'] })
  }
}

export const useRefreshService = () => {
  const replace = useReplace()
  return useMutation({
    mutationFn: (service: ServiceId) => call(refreshService, { params: { service } }),
    onSuccess: replace,
  })
}

/** One opened dialog is one act: sending it again after a lost answer does nothing twice. */
export const makeRegistration = (service: ServiceId, apps: readonly AppId[]) => ({
  service,
  apps: [...apps],
  key: newKey(),
})

export const useRegister = () => {
  const replace = useReplace()
  return useMutation({
    mutationFn: ({ service, apps, key }: ReturnType<typeof makeRegistration>) =>
      call(registerApi, { params: { service }, body: { apps } }, { key }),
    onSuccess: replace,
  })
}

/** Apps of one connection among which the first callers of a new API are chosen. */
export const choicesQuery = (connection: ConnectionId, search: string) =>
  queryOptions({
    queryKey: ['apps', 'choices', connection, search],
    queryFn: ({ signal }) =>
      call(listApps, { query: { connection: [connection], ...(search ? { search } : {}) } }, { signal }),
    placeholderData: keepPreviousData,
  })
