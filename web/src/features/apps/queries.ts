import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { listApps, showApp } from '@grantdesk/shared/apps'
import type { Request } from '@grantdesk/shared/kernel/endpoint'
import { AppId } from '@grantdesk/shared/kernel/ids'
import { call } from '../../lib/call.ts'
import { knownId } from '../../lib/known-id.ts'

type AppsView = Omit<Request<typeof listApps>['query'], 'cursor' | 'limit'>

export const appsQuery = (view: AppsView) =>
  infiniteQueryOptions({
    queryKey: ['apps', view],
    queryFn: ({ pageParam, signal }) => call(listApps, { query: { ...view, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const appQuery = (app: string) =>
  queryOptions({
    queryKey: ['app', app],
    queryFn: ({ signal }) => call(showApp, { params: { app: knownId(AppId, app) } }, { signal }),
  })
