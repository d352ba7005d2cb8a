import * as contract from '@grantdesk/shared/identity'
import { bind, type Door } from '../http/bind.ts'
import type { Operations } from './create-identity.ts'

export function identityRoutes(door: Door, { sessions, people }: Operations): void {
  bind(door, contract.showSession, sessions.show)
  bind(door, contract.signIn, sessions.signIn)
  bind(door, contract.signInAsPersona, sessions.signInAsPersona)
  bind(door, contract.signOut, sessions.signOut)
  bind(door, contract.changePassword, sessions.changePassword)
  bind(door, contract.makeFirstAdmin, sessions.makeFirstAdmin)
  bind(door, contract.listPeople, people.list)
  bind(door, contract.addPerson, people.add)
  bind(door, contract.changePerson, people.change)
  bind(door, contract.giveRole, people.giveRole)
  bind(door, contract.takeRole, people.takeRole)
}
