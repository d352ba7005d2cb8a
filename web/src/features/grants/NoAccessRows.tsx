import type { Show } from '@grantdesk/shared/grants'
import { type Say, useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconApps } from '../../ui/icons.ts'

const texts = (t: Say, show: Show, searched: boolean) => {
  if (searched) return { title: t('grants.nothingFound'), text: t('grants.nothingFoundText') }
  if (show === 'authorized') return { title: t('grants.nothingAuthorized'), text: t('grants.nothingAuthorizedText') }
  if (show === 'unauthorized') return { title: t('grants.nothingUnauthorized'), text: '' }
  return { title: t('grants.nothingAtAll'), text: t('grants.nothingAtAllText') }
}

/** Why no app is listed. */
export const NoAccessRows = ({ show, searched }: { show: Show; searched: boolean }) => {
  const { t } = useWords()
  const { title, text } = texts(t, show, searched)
  return (
    <EmptyState icon={IconApps} title={title}>
      {text}
    </EmptyState>
  )
}
