import * as contract from '@grantdesk/shared/connections'
import { bind, type Door } from '../http/bind.ts'
import { listConnections, type Needs } from './list-connections.ts'

export function connectionRoutes(door: Door, needs: Needs): void {
  bind(door, contract.listConnections, listConnections(needs))
}
