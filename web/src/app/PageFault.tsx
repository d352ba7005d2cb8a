import { Link } from 'react-router'
import { explain } from '../lib/explain.ts'
import { paths } from '../lib/paths.ts'
import { useTitle } from '../lib/use-title.ts'
import { useWords } from '../lib/words.ts'
import { FaultBanner } from '../ui/FaultBanner.tsx'
import { Page } from '../ui/Page.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

/** A page whose subject cannot be shown: why, and where to go on. */
export const PageFault = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => {
  const { t } = useWords()
  const fault = explain(t, error)
  useTitle(fault.title)
  return (
    <Page>
      <PageHeader title={fault.title} />
      <FaultBanner {...fault} onRetry={onRetry} />
      <p>
        <Link to={paths.apis}>{t('shell.toApis')}</Link>
      </p>
    </Page>
  )
}
