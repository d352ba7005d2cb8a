import type { ApiRow } from '@grantdesk/shared/apis'
import { quote } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { IconApi } from '../../ui/icons.ts'

/** A service without an API: what that means, and what became of the last registration. */
export const NoApiYet = ({ row }: { row: ApiRow }) => {
  const { t } = useWords()
  const cloud = row.registration?.state === 'failed' ? row.registration.cloud : null
  return (
    <>
      {row.registration?.state === 'failed' && (
        <FaultBanner
          title={t('apis.registrationFailed')}
          advice={t('cloud.advice.refused')}
          cloud={cloud}
          quote={cloud && quote(cloud)}
        />
      )}
      <EmptyState icon={IconApi} title={t('apis.noApiTitle')}>
        {t('apis.noApiText')}
      </EmptyState>
    </>
  )
}
