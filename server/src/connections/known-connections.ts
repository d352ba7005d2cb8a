import type { Connection } from '@grantdesk/shared/connections'
import type { KnownConnection } from './configured.ts'
import type { ConnectionStore } from './store.ts'
import { type CountsOf, viewConnection } from './view.ts'

/** What other rooms ask: which connections there are, and through whom. */
export const knownConnections =
  ({ connections }: { connections: Pick<ConnectionStore, 'all'> }) =>
  async (): Promise<ReadonlyMap<string, KnownConnection>> => {
    const entries = await connections.all()
    return new Map(entries.map(({ id, label, writes, identities }) => [id, { id, label, writes, identities }]))
  }

/** One connection as its reply tells it. */
export const showConnection =
  ({ connections, countsOf }: { connections: Pick<ConnectionStore, 'find'>; countsOf: CountsOf }) =>
  async (id: string): Promise<Connection | undefined> => {
    const entry = await connections.find(id)
    return entry && viewConnection(entry, (await countsOf()).get(id))
  }
