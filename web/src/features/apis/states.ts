import type { ApiRow, ServiceState } from '@grantdesk/shared/apis'
import type { Tone } from '../../ui/Badge.tsx'

/** How good or bad a state of a service is. */
export const SERVICE_TONES: Record<ServiceState, Tone> = {
  running: 'ok',
  deploying: 'wait',
  concerning: 'warn',
  failed: 'bad',
  stopped: 'off',
  finished: 'off',
  stopping: 'wait',
  deleting: 'wait',
  pending: 'wait',
  waiting: 'wait',
  other: 'off',
}

/** What a row is called: its API, or the service that has none yet. */
export const nameOf = (row: ApiRow): string => row.api?.name ?? row.service.name
