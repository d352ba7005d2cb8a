import type { KnownConnection } from '../connections/index.ts'
import type { AppEntry, AppStore } from './store.ts'
import type { Beside } from './view.ts'

/** Where the other rooms' knowledge comes in. */
export type BesideNeeds = {
  sightings: AppStore['sightings']
  connections: () => Promise<ReadonlyMap<string, KnownConnection>>
  /** Names of the people who own each app here. */
  ownersOf: (apps: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>
}

export async function besideOf(needs: BesideNeeds, entries: readonly AppEntry[]): Promise<(entry: AppEntry) => Beside> {
  const ids = entries.map(({ id }) => id)
  const connections = await needs.connections()
  const sightings = await needs.sightings(ids)
  const owners = await needs.ownersOf(ids)
  return ({ id, connection }) => ({
    label: connections.get(connection)?.label ?? connection,
    owners: owners.get(id) ?? [],
    seenBy: sightings.get(id) ?? [],
  })
}
