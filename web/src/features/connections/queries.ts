import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { type Connection, listConnections, refreshConnection } from '@grantdesk/shared/connections'
import type { ConnectionId } from '@grantdesk/shared/kernel/ids'
import { call } from '../../lib/call.ts'

const READING_MS = 1500
const RESTING_MS = 30_000

export const isReading = (rows: readonly Connection[]): boolean => rows.some((row) => row.freshness.state === 'reading')

/** All connections with how fresh they are; asked often while one is being read. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => call(listConnections, {}, { signal }),
  refetchInterval: ({ state }) => (isReading(state.data?.rows ?? []) ? READING_MS : RESTING_MS),
})

/** Has the cloud read again, for one connection or several. */
export const useRefreshConnections = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: readonly ConnectionId[]) =>
      Promise.all(ids.map((connection) => call(refreshConnection, { params: { connection } }))),
    onSettled: () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey }),
  })
}
