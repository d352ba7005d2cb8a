import { listApisOfApp } from '@grantdesk/shared/apps'
import { listAccess, listGrants } from '@grantdesk/shared/grants'
import { bind, type Door } from '../http/bind.ts'
import { listAccess as access, type Needs as AccessNeeds } from './list-access.ts'
import { listApisOfApp as apisOfApp, type Needs as AppNeeds } from './list-apis-of-app.ts'
import { listGrants as grants, type Needs as GrantNeeds } from './list-grants.ts'

export function grantRoutes(door: Door, needs: AccessNeeds & GrantNeeds & AppNeeds): void {
  bind(door, listAccess, access(needs))
  bind(door, listGrants, grants(needs))
  bind(door, listApisOfApp, apisOfApp(needs))
}
