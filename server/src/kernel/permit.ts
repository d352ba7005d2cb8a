import type { Role } from '@grantdesk/shared/kernel/endpoint'
import type { Scope } from '@grantdesk/shared/kernel/scope'

/** A role in force at the moment of asking. */
export type Held = { role: Role; scope: Scope }

/** Who is asking, as known at this very request. */
export type Actor = { id: string; name: string; email: string; roles: readonly Held[] }

/** Where a thing stands; a scope covers it by any of these. */
export type Place = { connection?: string; service?: string; api?: string; app?: string }

/** Whether a scope covers the place. */
export function covers(scope: Scope, place: Place): boolean {
  switch (scope.of) {
    case 'everything':
      return true
    case 'connection':
      return scope.id === place.connection
    case 'service':
      return scope.id === place.service
    case 'api':
      return scope.id === place.api
    case 'app':
      return scope.id === place.app
  }
}

const holds = (actor: Actor, role: Role, place: Place): boolean =>
  actor.roles.some((held) => held.role === role && covers(held.scope, place))

export const has = (actor: Actor, role: Role): boolean => actor.roles.some((held) => held.role === role)
export const reviews = (actor: Actor, place: Place): boolean => holds(actor, 'reviewer', place)
export const owns = (actor: Actor, place: Place): boolean => holds(actor, 'owner', place)
