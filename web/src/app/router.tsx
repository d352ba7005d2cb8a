import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import { Navigate, Route, Routes, useLocation } from 'react-router'
import type { Session } from '@grantdesk/shared/identity'
import { sessionQuery } from '../features/identity/queries.ts'
import { SignInPage } from '../features/identity/SignInPage.tsx'
import { explain } from '../lib/explain.ts'
import { paths, patterns } from '../lib/paths.ts'
import { useWords } from '../lib/words.ts'
import { FaultBanner } from '../ui/FaultBanner.tsx'
import { Page } from '../ui/Page.tsx'
import { PageSkeleton } from '../ui/PageSkeleton.tsx'
import { ErrorScreen } from './ErrorScreen.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { pages } from './pages.ts'
import { preload } from './preload.ts'
import { LanguageMenu, ThemeMenu } from './HeaderMenus.tsx'
import { Shell } from './Shell.tsx'

/** One page of the hall: it may still be on its way, and it may break without taking the hall with it. */
const Place = ({ children }: { children: ReactNode }) => {
  const { pathname } = useLocation()
  return (
    <ErrorScreen key={pathname}>
      <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
    </ErrorScreen>
  )
}

type SignedIn = Session & { person: NonNullable<Session['person']> }

const Hall = ({ session }: { session: SignedIn }) => {
  const at = (page: ReactNode) => <Place>{page}</Place>
  return (
    <Routes>
      <Route element={<Shell session={session} />}>
        <Route index element={<Navigate to={paths.apis} replace />} />
        <Route path={paths.apis} element={at(<pages.Apis onNearApi={preload.api} />)} />
        <Route path={patterns.api} element={at(<pages.Api />)} />
        <Route path={patterns.service} element={at(<pages.Api />)} />
        <Route path={paths.apps} element={at(<pages.Apps onNearApp={preload.app} />)} />
        <Route path={patterns.app} element={at(<pages.App />)} />
        <Route path={paths.people} element={at(<pages.People />)} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}

/** Which page an address means, and that nothing but the door shows before somebody signed in. */
export const Router = () => {
  const { t } = useWords()
  const session = useQuery(sessionQuery)
  if (session.isPending) return null
  if (!session.data) {
    return (
      <Page>
        <FaultBanner {...explain(t, session.error)} onRetry={() => void session.refetch()} />
      </Page>
    )
  }
  const { person } = session.data
  if (person) return <Hall session={{ ...session.data, person }} />
  const settings = (
    <>
      <LanguageMenu />
      <ThemeMenu />
    </>
  )
  return <SignInPage session={session.data} settings={settings} />
}
