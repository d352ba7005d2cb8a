import { Link } from 'react-router'
import { Refused } from '../lib/call.ts'
import { explain } from '../lib/explain.ts'
import { paths } from '../lib/paths.ts'
import { useTitle } from '../lib/use-title.ts'
import { useWords } from '../lib/words.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FaultBanner } from '../ui/FaultBanner.tsx'
import { IconHelpCircle } from '../ui/icons.ts'
import { Page } from '../ui/Page.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

/** A page whose subject cannot be shown: why, and where to go on. */
export const PageFault = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => {
  const { t } = useWords()
  const fault = explain(t, error)
  const back = <Link to={paths.apis}>{t('shell.toApis')}</Link>
  useTitle(fault.title)
  if (error instanceof Refused && error.problem.code === 'not-found') {
    return (
      <Page>
        <EmptyState page icon={IconHelpCircle} title={fault.title} action={back}>
          {fault.advice}
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page>
      <PageHeader title={fault.title} />
      <FaultBanner {...fault} title={null} onRetry={onRetry} />
      <p>{back}</p>
    </Page>
  )
}
