import type { Registration } from '@grantdesk/shared/changes'
import type { KnownConnection } from '../connections/index.ts'
import type { ApiEntry } from './entry.ts'
import type { ApiStore } from './store.ts'
import type { Beside } from './view.ts'

/** Where the other rooms' knowledge comes in. */
export type BesideNeeds = {
  sightings: ApiStore['sightings']
  connections: () => Promise<ReadonlyMap<string, KnownConnection>>
  /** The last registration of each service that is under way or failed. */
  registrationsOf: (services: readonly string[]) => Promise<ReadonlyMap<string, Registration>>
}

/** Gathers for some entries what stands beside them: whose eyes saw the service, and a registration on its way. */
export async function besideOf(needs: BesideNeeds, entries: readonly ApiEntry[]): Promise<(entry: ApiEntry) => Beside> {
  const ids = entries.map(({ service }) => service.id)
  const connections = await needs.connections()
  const sightings = await needs.sightings(ids)
  const registrations = await needs.registrationsOf(ids)
  return ({ connection, service }) => {
    const known = connections.get(connection)
    const labels = sightings.get(service.id) ?? []
    return {
      label: known?.label ?? connection,
      seenBy: known?.identities.filter(({ label }) => labels.includes(label)) ?? [],
      registration: registrations.get(service.id) ?? null,
    }
  }
}
