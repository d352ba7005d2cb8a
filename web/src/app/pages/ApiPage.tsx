import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { ApiHeader } from '../../features/apis/ApiHeader.tsx'
import { NoApiYet } from '../../features/apis/NoApiYet.tsx'
import { placeQuery } from '../../features/apis/queries.ts'
import { nameOf } from '../../features/apis/states.ts'
import { AccessTable } from '../../features/grants/AccessTable.tsx'
import { useTitle } from '../../lib/use-title.ts'
import { Page } from '../../ui/Page.tsx'
import { PageSkeleton } from '../../ui/PageSkeleton.tsx'
import { PageFault } from '../PageFault.tsx'

/** One API with the apps that may call it; or one service that has no API yet. */
export const ApiPage = () => {
  const { api, service } = useParams()
  const { data: row, error, refetch } = useQuery(placeQuery(api === undefined ? { service: service ?? '' } : { api }))
  useTitle(row && nameOf(row))
  if (!row) return error ? <PageFault error={error} onRetry={() => void refetch()} /> : <PageSkeleton />
  return (
    <Page filled>
      <ApiHeader row={row} />
      {row.api ? <AccessTable key={row.api.id} api={row.api.id} apiName={row.api.name} /> : <NoApiYet row={row} />}
    </Page>
  )
}
