import type { Connection } from '@grantdesk/shared/connections'
import type { ConnectionEntry, ReadingState } from './store.ts'

export type Counts = Connection['counts']
/** What is known of each connection; one that is missing has nothing. */
export type CountsOf = () => Promise<ReadonlyMap<string, Counts>>

const NOTHING: Counts = { services: 0, apis: 0, apps: 0, grants: 0 }

export function viewConnection({ reading, ...entry }: ConnectionEntry, counts: Counts = NOTHING): Connection {
  return {
    id: entry.id as Connection['id'],
    label: entry.label,
    service: entry.service,
    region: entry.region,
    project: entry.project,
    workspace: entry.workspace,
    writes: entry.writes,
    identities: entry.identities,
    counts,
    freshness: freshnessOf(reading),
  }
}

function freshnessOf({ reading, readAt, done, of, fault }: ReadingState): Connection['freshness'] {
  const state = reading ? 'reading' : fault ? 'failed' : readAt ? 'fresh' : 'never'
  return { state, readAt: readAt?.toISOString() ?? null, done, of, fault }
}
