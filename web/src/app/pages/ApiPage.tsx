import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { ApiRow } from '@grantdesk/shared/apis'
import { ApiHeader } from '../../features/apis/ApiHeader.tsx'
import { NoApiYet } from '../../features/apis/NoApiYet.tsx'
import { NoAppAuth } from '../../features/apis/NoAppAuth.tsx'
import { placeQuery } from '../../features/apis/queries.ts'
import { nameOf } from '../../features/apis/states.ts'
import { AccessTable } from '../../features/grants/AccessTable.tsx'
import { useTitle } from '../../lib/use-title.ts'
import { Page } from '../../ui/Page.tsx'
import { PageSkeleton } from '../../ui/PageSkeleton.tsx'
import { PageFault } from '../PageFault.tsx'

/** The apps that may call it, or why there can be none. */
const Callers = ({ row }: { row: ApiRow }) => {
  if (!row.api) return <NoApiYet row={row} />
  const { id, name, authType } = row.api
  if (authType !== 'app' && authType !== 'unknown') return <NoAppAuth />
  return <AccessTable key={id} api={id} apiName={name} />
}

/** One API with the apps that may call it; or one service that has no API yet. */
export const ApiPage = () => {
  const { api, service } = useParams()
  const { data: row, error, refetch } = useQuery(placeQuery(api === undefined ? { service: service ?? '' } : { api }))
  useTitle(row && nameOf(row))
  if (!row) return error ? <PageFault error={error} onRetry={() => void refetch()} /> : <PageSkeleton />
  return (
    <Page filled>
      <ApiHeader row={row} />
      <Callers row={row} />
    </Page>
  )
}
