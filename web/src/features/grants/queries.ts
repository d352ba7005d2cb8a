import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { listApisOfApp } from '@grantdesk/shared/apps'
import { listAccess, listGrants, switchGrant, switchGrants, type Grant, type Wanted } from '@grantdesk/shared/grants'
import type { Request } from '@grantdesk/shared/kernel/endpoint'
import type { ApiId, AppId } from '@grantdesk/shared/kernel/ids'
import { call } from '../../lib/call.ts'

const PER_QUESTION = 200

export type AccessView = Omit<Request<typeof listAccess>['query'], 'cursor' | 'limit'>

/** The apps of an API, live from the cloud. It is read when asked for, never behind the reader's back. */
export const accessQuery = (api: ApiId, view: AccessView) =>
  infiniteQueryOptions({
    queryKey: ['access', api, view],
    queryFn: ({ pageParam, signal }) =>
      call(listAccess, { params: { api }, query: { ...view, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    refetchOnWindowFocus: false,
    // Rows are patched one by one; comparing all of them for each patch would be felt.
    structuralSharing: false,
  })

/** Only the three totals, e.g. after switches have settled. */
export const readCounts = async (api: ApiId, search: string | undefined) => {
  const page = await call(listAccess, { params: { api }, query: { limit: 1, ...(search ? { search } : {}) } })
  return page.counts
}

type AppApisView = Omit<Request<typeof listApisOfApp>['query'], 'cursor' | 'limit'>

export const appApisQuery = (app: AppId, view: AppApisView) =>
  infiniteQueryOptions({
    queryKey: ['apis-of-app', app, view],
    queryFn: ({ pageParam, signal }) =>
      call(listApisOfApp, { params: { app }, query: { ...view, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    // Rows are patched one by one; comparing all of them for each patch would be felt.
    structuralSharing: false,
  })

/** What the desk knows now of some pairs, asked API by API. */
export const readGrants = async (pairs: readonly Grant[], signal: AbortSignal): Promise<Grant[]> => {
  const byApi = Map.groupBy(pairs, ({ api }) => api)
  const answers = await Promise.all(
    [...byApi].map(([api, grants]) =>
      call(
        listGrants,
        { params: { api }, query: { app: grants.slice(0, PER_QUESTION).map(({ app }) => app) } },
        { signal },
      ),
    ),
  )
  return answers.flatMap(({ rows }) => rows)
}

export type Click = { grant: Grant; wanted: Wanted; key: string }

/** One switch, against the state that was on the screen when it was clicked. */
export const sendSwitch = ({ grant, wanted, key }: Click): Promise<Grant> =>
  call(switchGrant, { params: { api: grant.api, app: grant.app }, body: { wanted } }, { key, version: grant.version })

/** Many switches of one API, each against the state that was on the screen. */
export const sendSwitches = (api: ApiId, grants: readonly Grant[], { wanted, key }: Omit<Click, 'grant'>) =>
  call(
    switchGrants,
    { params: { api }, body: { wanted, apps: grants.map(({ app, version }) => ({ app, version })) } },
    { key },
  )
