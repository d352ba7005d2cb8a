import { queryOptions } from '@tanstack/react-query'
import { countInventory } from '@grantdesk/shared/inventory'
import { call } from '../../lib/call.ts'

/** How many there are, for the navigation. */
export const countsQuery = queryOptions({
  queryKey: ['inventory', 'counts'],
  queryFn: ({ signal }) => call(countInventory, {}, { signal }),
  staleTime: 60_000,
})
