import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { AppHeader } from '../../features/apps/AppHeader.tsx'
import { appQuery } from '../../features/apps/queries.ts'
import { AppApisTable } from '../../features/grants/AppApisTable.tsx'
import { useTitle } from '../../lib/use-title.ts'
import { Page } from '../../ui/Page.tsx'
import { PageSkeleton } from '../../ui/PageSkeleton.tsx'
import { PageFault } from '../PageFault.tsx'

/** One app with the APIs it may call. */
export const AppPage = () => {
  const { app: id } = useParams()
  const { data: app, error, refetch } = useQuery(appQuery(id ?? ''))
  useTitle(app?.name)
  if (!app) return error ? <PageFault error={error} onRetry={() => void refetch()} /> : <PageSkeleton />
  return (
    <Page filled>
      <AppHeader app={app} />
      <AppApisTable key={app.id} app={app.id} appName={app.name} />
    </Page>
  )
}
