import { Link } from 'react-router'
import { paths } from '../lib/paths.ts'
import { useTitle } from '../lib/use-title.ts'
import { useWords } from '../lib/words.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconHelpCircle } from '../ui/icons.ts'
import { Page } from '../ui/Page.tsx'

/** An address that leads nowhere. */
export const NotFoundPage = () => {
  const { t } = useWords()
  useTitle(t('shell.notFound'))
  return (
    <Page>
      <EmptyState
        page
        icon={IconHelpCircle}
        title={t('shell.notFound')}
        action={<Link to={paths.apis}>{t('shell.toApis')}</Link>}
      >
        {t('shell.notFoundText')}
      </EmptyState>
    </Page>
  )
}
