import type { Change } from '@grantdesk/shared/changes'
import type { IntentRow } from './tables.ts'

export const viewChange = (intent: IntentRow): Change => ({
  id: intent.id as Change['id'],
  state: intent.state,
  by: intent.person_name,
  at: intent.at.toISOString(),
  settledAt: intent.settled_at?.toISOString() ?? null,
  cloud: intent.cloud,
})
