import { createHttp, type HttpParts } from '../http.ts'
import type { Identity } from '../modelarts/client.ts'
import type { DataCloud } from '../port.ts'
import type { Edition, Gate } from './calls.ts'
import { readsOf } from './reads.ts'
import { writesOf } from './writes.ts'

export type DataArtsParts = Pick<HttpParts, 'clock' | 'random' | 'limits' | 'interceptor'> & {
  connection: { id: string; endpoint: string; project: string; workspace: string; edition: Edition }
  identities: readonly Identity[]
  /** Rows asked for at once; 100 is the most that the vendor suggests (ListApps, ListApply). */
  pageSize?: number | undefined
}

/** DataArts Studio behind the port: one connection, all of its identities. */
export function createDataArts(parts: DataArtsParts): DataCloud {
  const { clock, random, limits, interceptor } = parts
  const { endpoint, project, workspace, edition } = parts.connection
  const http = createHttp({ endpoint, project, clock, random, limits, interceptor })
  const keys = new Map(parts.identities.map(({ label, credential }) => [label, credential]))
  const gate: Gate = { http, project, workspace, edition, keys, pageSize: parts.pageSize ?? 100 }
  return { ...readsOf(gate), ...writesOf(gate), close: () => http.close() }
}
