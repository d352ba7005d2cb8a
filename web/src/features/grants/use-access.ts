import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Grant } from '@grantdesk/shared/grants'
import type { ApiId } from '@grantdesk/shared/kernel/ids'
import { usePages } from '../../lib/use-pages.ts'
import { isUnsettled, patchPages } from './patch.ts'
import { type AccessView, accessQuery, readCounts } from './queries.ts'
import { useLive } from './use-live.ts'
import { useSwitch } from './use-switch.ts'

/** The apps of one API: rows live from the cloud, kept true by the desk, and the switches on them. */
export const useAccess = (api: ApiId, view: AccessView) => {
  const client = useQueryClient()
  const options = useMemo(() => accessQuery(api, view), [api, view])
  const query = useInfiniteQuery(options)
  const pages = usePages(query)
  const put = useCallback(
    (news: readonly Grant[]) => client.setQueryData(options.queryKey, (data) => patchPages(data, news)),
    [client, options],
  )
  const switching = useSwitch(put)
  const { isFlying } = switching
  const hear = useCallback((news: readonly Grant[]) => put(news.filter((grant) => !isFlying(grant))), [put, isFlying])
  const grants = useMemo(() => pages.rows.map((row) => row.grant), [pages.rows])
  useLive(grants, hear)

  const [counts, setCounts] = useState(pages.first?.counts)
  const [known, setKnown] = useState(pages.first?.counts)
  if (known !== pages.first?.counts) {
    setKnown(pages.first?.counts)
    setCounts(pages.first?.counts)
  }
  const unsettled = grants.some(isUnsettled)
  const was = useRef(false)
  useEffect(() => {
    const settled = was.current && !unsettled
    was.current = unsettled
    // A total that cannot be had now is had with the next reading.
    if (settled) void readCounts(api, view.search).then(setCounts, () => undefined)
  }, [unsettled, api, view.search])

  return { pages, grants, switching, counts, readAt: pages.first?.readAt, isReading: query.isFetching }
}
