import type { ApiRow } from '@grantdesk/shared/apis'
import { useWords } from '../../lib/words.ts'
import { Badge } from '../../ui/Badge.tsx'
import { SERVICE_TONES } from './states.ts'

/** The state of a service; one that we do not know is told in the cloud's own word. */
export const ServiceBadge = ({ service }: { service: ApiRow['service'] }) => {
  const { t } = useWords()
  if (service.goneAt) return <Badge tone="bad">{t('apis.gone')}</Badge>
  const word =
    service.state === 'other' && service.stateWord ? service.stateWord : t(`apis.serviceState.${service.state}`)
  return <Badge tone={SERVICE_TONES[service.state]}>{word}</Badge>
}
