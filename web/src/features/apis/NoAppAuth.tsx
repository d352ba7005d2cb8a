import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconApps } from '../../ui/icons.ts'

/** Why no app can be switched on an API that does not know its callers by app. */
export const NoAppAuth = () => {
  const { t } = useWords()
  return (
    <EmptyState icon={IconApps} title={t('whyNot.auth-type')}>
      {t('apis.noAppAuthText')}
    </EmptyState>
  )
}
