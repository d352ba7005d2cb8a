import { registerApi } from '@grantdesk/shared/apis'
import { switchGrant, switchGrants } from '@grantdesk/shared/grants'
import { bind, type Door } from '../http/bind.ts'
import { registerApi as register, type RegisterNeeds } from './register-api.ts'
import { type Needs, switchGrant as switchOne } from './switch-grant.ts'
import { switchGrants as switchMany } from './switch-grants.ts'

export function changeRoutes(door: Door, needs: Needs & RegisterNeeds): void {
  bind(door, switchGrant, switchOne(needs))
  bind(door, switchGrants, switchMany(needs))
  bind(door, registerApi, register(needs))
}
