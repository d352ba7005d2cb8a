import type { listConnections as contract } from '@grantdesk/shared/connections'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import type { ConnectionStore } from './store.ts'
import { type CountsOf, viewConnection } from './view.ts'

export type Needs = { connections: Pick<ConnectionStore, 'all'>; countsOf: CountsOf }

/** All configured connections, with what is known of them and how fresh it is. */
export const listConnections =
  ({ connections, countsOf }: Needs) =>
  async (): Promise<Answer<typeof contract>> => {
    const [entries, counts] = [await connections.all(), await countsOf()]
    return { rows: entries.map((entry) => viewConnection(entry, counts.get(entry.id))) }
  }
