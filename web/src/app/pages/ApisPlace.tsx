import { ApisPage } from '../../features/apis/ApisPage.tsx'
import { FreshnessNote } from '../../features/connections/FreshnessNote.tsx'

/** The list of APIs with the freshness of its connections. */
export const ApisPlace = ({ onNearApi }: { onNearApi: () => void }) => (
  <ApisPage freshness={<FreshnessNote />} onNearApi={onNearApi} />
)
