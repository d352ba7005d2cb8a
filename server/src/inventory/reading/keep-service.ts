import type { Recorder } from '../../audit/index.ts'
import type { ApiStore } from '../../apis/index.ts'
import type { AppStore } from '../../apps/index.ts'
import type { ConnectionStore } from '../../connections/index.ts'
import type { Observer } from '../../grants/index.ts'
import { houseId } from '../../kernel/house-id.ts'
import type { Work } from '../../storage/work.ts'
import type { SeenApp } from '../../upstream/port.ts'
import type { ServiceReading } from './read-service.ts'

/** The stores that readings write to. */
export type InventoryStores = {
  connections: ConnectionStore
  apis: ApiStore
  apps: AppStore
  grants: Observer
  audit: Recorder
  /** The instant of the unit. */
  at: Date
}

export type KeepNeeds = { work: Work<InventoryStores> }

export type Kept = {
  connection: string
  /** Our id. */
  service: string
  reading: ServiceReading
  /** When the reading began. */
  readAt: Date
  /** The cloud's ids of apps that this run has stored already; grows. */
  known: Set<string>
}

const AT_ONCE = 100

/**
 * Stores what a reading of a service showed and answers the APIs that it concerned, ended ones included, in units so small that nobody waits long for one.
 *
 * Apps and APIs come first and grants in units of their own: who holds a grant's row may wait for its API's row, never
 * the other way round.
 */
export async function keepService({ work }: KeepNeeds, kept: Kept): Promise<string[]> {
  const { connection, service, reading, readAt } = kept
  await keepApps({ work }, kept)
  const { saved, ended } = await work(null, async ({ apis, at }) => {
    const saved = await apis.saveApis(reading.apis, { connection, service, at })
    return { saved, ended: reading.whole ? await apis.endOthers(service, saved, at) : [] }
  })
  for (const { apiId, authorized, unauthorized } of reading.states) {
    const api = houseId('api', connection, apiId)
    const idOf = (cloudId: string): string => houseId('app', connection, cloudId)
    await work(null, async ({ grants, apis }) => {
      const others = unauthorized === 'others' ? unauthorized : unauthorized.map(idOf)
      const ids = authorized.map(({ appId }) => idOf(appId))
      await grants.observe({ api, authorized: ids, unauthorized: others, readAt }, connection)
      await apis.recount([api])
    })
  }
  await endApis({ work }, { connection, ended, readAt })
  return [...saved, ...ended]
}

/** What an API had granted ended with it. */
export async function endApis(
  { work }: KeepNeeds,
  { connection, ended, readAt }: { connection: string; ended: readonly string[]; readAt: Date },
): Promise<void> {
  for (const api of ended) {
    await work(null, async ({ grants, apis }) => {
      await grants.observe({ api, authorized: [], unauthorized: 'others', readAt }, connection)
      await apis.recount([api])
    })
  }
}

/** Apps that are authorized but listed to no identity are apps all the same. */
async function keepApps({ work }: KeepNeeds, { connection, reading, known }: Kept): Promise<void> {
  const fresh = reading.states.flatMap(({ authorized }) => authorized).filter(({ appId }) => !known.has(appId))
  for (const part of partsOf(fresh)) {
    await work(null, ({ apps, at }) => apps.observe(connection, null, part, at))
    for (const { appId } of part) known.add(appId)
  }
}

/** A long list in parts that one unit of work can take. */
export function partsOf<T = SeenApp>(rows: readonly T[]): T[][] {
  const count = Math.ceil(rows.length / AT_ONCE)
  return Array.from({ length: count }, (_, part) => rows.slice(part * AT_ONCE, (part + 1) * AT_ONCE))
}
