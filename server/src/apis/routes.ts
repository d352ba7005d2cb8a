import * as contract from '@grantdesk/shared/apis'
import { bind, type Door } from '../http/bind.ts'
import { listApis, type ListNeeds } from './list-apis.ts'
import { showApi, showService, type ShowNeeds } from './show-api.ts'

export function apiRoutes(door: Door, needs: ListNeeds & ShowNeeds): void {
  bind(door, contract.listApis, listApis(needs))
  bind(door, contract.showApi, showApi(needs))
  bind(door, contract.showService, showService(needs))
}
