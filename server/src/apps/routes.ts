import * as contract from '@grantdesk/shared/apps'
import { bind, type Door } from '../http/bind.ts'
import { listApps, type ListNeeds } from './list-apps.ts'
import { showApp, type ShowNeeds } from './show-app.ts'

export function appRoutes(door: Door, needs: ListNeeds & ShowNeeds): void {
  bind(door, contract.listApps, listApps(needs))
  bind(door, contract.showApp, showApp(needs))
}
