import { AppsPage } from '../../features/apps/AppsPage.tsx'
import { FreshnessNote } from '../../features/connections/FreshnessNote.tsx'

/** The list of apps with the freshness of its connections. */
export const AppsPlace = ({ onNearApp }: { onNearApp: () => void }) => (
  <AppsPage freshness={<FreshnessNote />} onNearApp={onNearApp} />
)
