import { showHealth } from '@grantdesk/shared/health'
import { bind, type Door } from '../http/bind.ts'
import { type Needs, showHealth as show } from './show-health.ts'

export function healthRoutes(door: Door, needs: Needs): void {
  bind(door, showHealth, show(needs))
}
