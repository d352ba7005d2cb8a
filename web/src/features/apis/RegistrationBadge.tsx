import type { ApiRow } from '@grantdesk/shared/apis'
import { useWords } from '../../lib/words.ts'
import { Badge } from '../../ui/Badge.tsx'
import { isRegistering } from './queries.ts'

/** How the registration of an API stands; nothing when none is under way or failed. */
export const RegistrationBadge = ({ row }: { row: ApiRow }) => {
  const { t } = useWords()
  if (isRegistering(row)) {
    return (
      <Badge tone="wait" working>
        {t('apis.registering')}
      </Badge>
    )
  }
  return row.registration?.state === 'failed' ? <Badge tone="bad">{t('apis.registerFailed')}</Badge> : null
}
