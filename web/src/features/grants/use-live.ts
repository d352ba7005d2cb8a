import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Grant } from '@grantdesk/shared/grants'
import { isUnsettled } from './patch.ts'
import { readGrants } from './queries.ts'

const UNSETTLED_MS = 600
const RESTING_MS = 5000
const MOST = 200

/**
 * Keeps the rows on the screen true: often while something is on its way, now and then otherwise, never in a hidden
 * window. It asks the desk, not the cloud.
 */
export const useLive = (grants: readonly Grant[], patch: (news: readonly Grant[]) => void): void => {
  const unsettled = grants.filter(isUnsettled)
  const watched = [...unsettled, ...grants.filter((grant) => !isUnsettled(grant))].slice(0, MOST)
  const newest = useRef(watched)
  useEffect(() => {
    newest.current = watched
  })
  const { data } = useQuery({
    queryKey: ['live', grants[0]?.api, grants[0]?.app, grants.length],
    queryFn: ({ signal }) => readGrants(newest.current, signal),
    enabled: grants.length > 0,
    refetchInterval: unsettled.length > 0 ? UNSETTLED_MS : RESTING_MS,
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  })
  useEffect(() => {
    if (data) patch(data)
  }, [data, patch])
}
