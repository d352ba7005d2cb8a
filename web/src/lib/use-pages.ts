import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'

type AnyPage = { rows: unknown[]; total: number | null }

/** What a list that comes page by page has so far. */
export type Pages<Row> = {
  rows: readonly Row[]
  total: number | null
  waiting: boolean
  more: { busy: boolean; fetch: () => void } | null
  /** Nothing can be shown. */
  error: Error | null
  /** Rows are there, but something newer or further could not be had. */
  lateError: Error | null
  again: () => void
}

type WithFirst<P extends AnyPage> = Pages<P['rows'][number]> & { first: P | undefined }

/** What a keyset list has so far, as a table wants it. */
export const usePages = <P extends AnyPage>(query: UseInfiniteQueryResult<InfiniteData<P>>): WithFirst<P> => {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = query
  const rows = useMemo(() => data?.pages.flatMap((page): P['rows'][number][] => page.rows) ?? [], [data])
  const failed = query.isFetchNextPageError
  const more = useMemo(
    () =>
      hasNextPage && !failed
        ? { busy: isFetchingNextPage || isPlaceholderData, fetch: () => void fetchNextPage() }
        : null,
    [hasNextPage, failed, isFetchingNextPage, isPlaceholderData, fetchNextPage],
  )
  return {
    rows,
    first: data?.pages[0],
    total: data?.pages[0]?.total ?? null,
    waiting: query.isPending,
    more,
    error: data === undefined ? query.error : null,
    lateError: data === undefined ? null : query.error,
    again: () => void (failed ? fetchNextPage() : query.refetch()),
  }
}
