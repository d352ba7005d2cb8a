import type { Actor } from '../kernel/permit.ts'

/** Which apps a person owns here: all, or those of some connections and some single ones. */
export type Owned = { all: true } | { all: false; connections: readonly string[]; apps: readonly string[] }

/** The apps that the person's roles as owner cover, at this very moment. */
export function ownedBy(actor: Actor): Owned {
  const scopes = actor.roles.filter(({ role }) => role === 'owner').map(({ scope }) => scope)
  if (scopes.some(({ of }) => of === 'everything')) return { all: true }
  return {
    all: false,
    connections: scopes.flatMap((scope) => (scope.of === 'connection' ? [scope.id] : [])),
    apps: scopes.flatMap((scope) => (scope.of === 'app' ? [scope.id] : [])),
  }
}
