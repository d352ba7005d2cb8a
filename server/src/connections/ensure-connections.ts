import type { Work } from '../storage/work.ts'
import type { ConfiguredConnection } from './configured.ts'
import type { ConnectionStore } from './store.ts'

export type Needs = {
  work: Work<{ connections: ConnectionStore; at: Date }>
  /** Whether no other process works on this storage: then a reading that is under way has died. */
  alone: boolean
}

/** Writes what is configured: the configuration wins, and what it does not name any more is marked as gone. */
export const ensureConnections =
  ({ work, alone }: Needs) =>
  (configured: readonly ConfiguredConnection[]): Promise<void> =>
    work(null, async ({ connections, at }) => {
      for (const [position, connection] of configured.entries()) await connections.put(connection, position)
      await connections.retire(configured, at)
      if (alone) await connections.abandonAll()
    })
