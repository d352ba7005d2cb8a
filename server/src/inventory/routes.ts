import { refreshService as refreshServiceContract } from '@grantdesk/shared/apis'
import { refreshConnection as refreshConnectionContract } from '@grantdesk/shared/connections'
import { countInventory as countInventoryContract } from '@grantdesk/shared/inventory'
import { bind, type Door } from '../http/bind.ts'
import { countInventory, type CountNeeds } from './count-inventory.ts'
import { refreshConnection, type RefreshConnectionNeeds } from './refresh-connection.ts'
import { refreshService, type RefreshServiceNeeds } from './refresh-service.ts'

type InventoryNeeds = {
  refreshConnection: RefreshConnectionNeeds
  refreshService: RefreshServiceNeeds
  count: CountNeeds
}

export function inventoryRoutes(door: Door, needs: InventoryNeeds): void {
  bind(door, refreshConnectionContract, refreshConnection(needs.refreshConnection))
  bind(door, refreshServiceContract, refreshService(needs.refreshService))
  bind(door, countInventoryContract, countInventory(needs.count))
}
