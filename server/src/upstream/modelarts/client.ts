import { createHttp, type HttpParts } from '../http.ts'
import type { Cloud } from '../port.ts'
import type { SigningKey } from '../signing.ts'
import type { Gate } from './calls.ts'
import { readsOf } from './reads.ts'
import { writesOf } from './writes.ts'

/** Through whom a connection is called. ModelArts answers relative to the cloud user behind the key. */
export type Identity = { label: string; cloudUser?: string | null; credential: SigningKey }

export type ModelArtsParts = Pick<HttpParts, 'clock' | 'random' | 'limits' | 'interceptor'> & {
  connection: { id: string; endpoint: string; project: string; workspace: string | null }
  identities: readonly Identity[]
  /** Rows asked for at once; 1000 is what the vendor's lists give by default. */
  pageSize?: number | undefined
}

/** ModelArts behind the port: one connection, all of its identities. */
export function createModelArts(parts: ModelArtsParts): Cloud {
  const { clock, random, limits, interceptor } = parts
  const { endpoint, project, workspace } = parts.connection
  const http = createHttp({ endpoint, project, clock, random, limits, interceptor })
  const keys = new Map(parts.identities.map(({ label, credential }) => [label, credential]))
  const gate: Gate = { http, project, workspace, keys, pageSize: parts.pageSize ?? 1000 }
  return { ...readsOf(gate), ...writesOf(gate), close: () => http.close() }
}
