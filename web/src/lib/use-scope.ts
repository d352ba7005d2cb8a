import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { ConnectionId } from '@grantdesk/shared/kernel/ids'

/** The part of every address that says which connection is in view. */
export const SCOPE = 'connection'

/** The one connection in view, or `null` for all. It is part of the address and goes along with every link. */
export const useScope = () => {
  const [search] = useSearchParams()
  const given = ConnectionId.safeParse(search.get(SCOPE))
  const scope = given.success ? given.data : null
  const scoped = useCallback((path: string) => (scope === null ? path : `${path}?${SCOPE}=${scope}`), [scope])
  return useMemo(() => ({ scope, scoped }), [scope, scoped])
}
