import { CloudFault, type Reading, type SeenRelation } from '../port.ts'
import { inService } from './calls.ts'
import { type Asker, list } from './lists.ts'
import { boundOf, relationOf } from './mapping.ts'
import { WireAuthorizedApps, WireBoundApis } from './wire.ts'

/** Lists of apps that are read at the same time to learn the clusters of one app. */
const AT_ONCE = 4

/** One row for each app and cluster; where the cluster is not told, what else tells rows apart. */
const keyOf = ({ apiId, appId, clusterId, state, expiresAt, approvedAt }: SeenRelation): string =>
  JSON.stringify(clusterId === null ? [apiId, appId, state, expiresAt, approvedAt] : [apiId, appId, clusterId])

/** Apps of an API, on all of its clusters. */
export const appsOf = (asker: Asker, apiId: string): Promise<Reading<SeenRelation>> =>
  list(asker, {
    ...inService(asker.gate, ['authorize', 'apis', apiId]),
    operation: 'SearchAuthorizeApp',
    schema: WireAuthorizedApps,
    rowsOf: (answer) => answer.records,
    totalOf: (answer) => answer.total,
    map: (row) => relationOf(row, apiId),
    keyOf,
  })

const boundTo = (asker: Asker, appId: string): Promise<Reading<SeenRelation>> =>
  list(asker, {
    ...inService(asker.gate, ['authorize', 'apps', appId]),
    operation: 'SearchBindApi',
    schema: WireBoundApis,
    rowsOf: (answer) => answer.records,
    totalOf: (answer) => answer.total,
    map: (row) => boundOf(row, appId),
    keyOf,
  })

const UNSEEN: Reading<SeenRelation> = { rows: [], complete: false }

/** The API's own list; an API of another workspace cannot be asked, though its app can be ours. */
async function seenFrom(asker: Asker, apiId: string): Promise<Reading<SeenRelation>> {
  try {
    return await appsOf(asker, apiId)
  } catch (error) {
    if (error instanceof CloudFault && (error.kind === 'missing' || error.kind === 'forbidden')) return UNSEEN
    throw error
  }
}

/** What the API's list leaves out, the app's list may tell; only where both have one row, which then is the same. */
const filled = (row: SeenRelation, by: SeenRelation | undefined): SeenRelation => ({
  ...row,
  state: row.state ?? by?.state ?? null,
  expiresAt: row.expiresAt ?? by?.expiresAt ?? null,
  approvedAt: row.approvedAt ?? by?.approvedAt ?? null,
})

/** What both lists tell of one API: the cluster and a uniform end come from the API's, the name from the app's. */
function joined(bound: readonly SeenRelation[], seen: Reading<SeenRelation>): Reading<SeenRelation> {
  const [first] = bound
  const own = seen.rows.filter((row) => row.appId === first?.appId)
  // Lists that contradict each other were read at two moments: the app's word stands, without a cluster.
  if (own.length === 0) return { rows: [...bound], complete: false }
  const only = bound.length === 1 && own.length === 1 ? first : undefined
  const rows = own.map((row) => ({ ...filled(row, only), apiName: first?.apiName ?? null }))
  return { rows, complete: seen.complete }
}

/** APIs of an app with their clusters. Complete only when each API told the same as the app did. */
export async function apisOf(asker: Asker, appId: string): Promise<Reading<SeenRelation>> {
  const bound = await boundTo(asker, appId)
  const groups = [...Map.groupBy(bound.rows, ({ apiId }) => apiId)]
  const all: SeenRelation[] = []
  let { complete } = bound
  for (let next = 0; next < groups.length; next += AT_ONCE) {
    const batch = groups.slice(next, next + AT_ONCE)
    const readings = await Promise.all(batch.map(async ([apiId, rows]) => joined(rows, await seenFrom(asker, apiId))))
    for (const reading of readings) {
      all.push(...reading.rows)
      complete &&= reading.complete
    }
  }
  return { rows: all, complete }
}
