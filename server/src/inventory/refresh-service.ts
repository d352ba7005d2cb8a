import type { ApiRow, refreshService as contract } from '@grantdesk/shared/apis'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { ServicePlace } from '../apis/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Actor } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Key } from '../storage/keys.ts'
import type { Work } from '../storage/work.ts'
import { type Cloud, CloudFault, type Door, type SeenService } from '../upstream/port.ts'
import { endApis, type InventoryStores, keepService } from './reading/keep-service.ts'
import { readService } from './reading/read-service.ts'

export type RefreshServiceNeeds = {
  work: Work<InventoryStores & { services: { row: (service: string, actor: Actor) => Promise<ApiRow> } }>
  place: (service: string) => Promise<ServicePlace | undefined>
  /** The identities of a connection that read, in the order of the configuration. */
  readersOf: (connection: string) => Promise<readonly string[]>
  cloudOf: (connection: string) => Cloud
  clock: Clock
}

/** Reads a service as its cloud has it now, and stores what it showed. */
export const refreshService =
  (needs: RefreshServiceNeeds) =>
  async (
    { params }: Input<typeof contract>,
    { actor, key }: { actor: Actor; key: Key | null },
  ): Promise<Answer<typeof contract>> => {
    const place = (await needs.place(params.service)) ?? refuse('not-found')
    await refresh(needs, place)
    return needs.work(key, ({ services }) => services.row(params.service, actor))
  }

async function refresh(needs: RefreshServiceNeeds, place: ServicePlace): Promise<void> {
  const { connection, service } = place
  const cloud = needs.cloudOf(connection)
  const readAt = needs.clock.now()
  const sights = await look(cloud, { doors: await doorsTo(needs, place), serviceId: service.cloudId })
  for (const { door, seen } of sights) {
    const { identity } = door
    await needs.work(null, async ({ apis, at }) => {
      if (seen) await apis.saveServices([seen], { connection, identity, at })
      else await apis.unsee(service.id, identity)
    })
  }
  const doors = sights.filter(({ seen }) => seen !== null).map(({ door }) => door)
  if (doors.length === 0) return end(needs, { place, sights, readAt })
  const reading = await readService(cloud, { serviceId: service.cloudId, doors })
  const kept = { connection, service: service.id, reading, readAt, known: new Set<string>() }
  await recount(needs, await keepService(needs, kept))
}

/** In a unit of its own: who holds an app's row waits for nobody's grants. */
const recount = ({ work }: RefreshServiceNeeds, apis: readonly string[]): Promise<void> =>
  work(null, ({ apps }) => apps.recountFor(apis))

/** Those who saw it before; after nobody did any more, everybody who reads. */
async function doorsTo(needs: RefreshServiceNeeds, { connection, seenBy }: ServicePlace): Promise<Door[]> {
  const readers = await needs.readersOf(connection)
  const seers = readers.filter((identity) => seenBy.some(({ label }) => label === identity))
  return (seers.length > 0 ? seers : readers).map((identity) => ({ connection, identity }))
}

type Sight = { door: Door; seen: SeenService | null; fault: CloudFault | null }

/** Looks through every identity. One that may not look is no fault as long as another may. */
async function look(cloud: Cloud, { doors, serviceId }: { doors: readonly Door[]; serviceId: string }) {
  const sights: Sight[] = []
  for (const door of doors) {
    try {
      sights.push({ door, seen: await cloud.service(door, serviceId), fault: null })
    } catch (fault) {
      if (!(fault instanceof CloudFault) || !NOT_THERE.has(fault.kind)) throw fault
      sights.push({ door, seen: null, fault })
    }
  }
  return sights
}

const NOT_THERE: ReadonlySet<CloudFault['kind']> = new Set(['missing', 'forbidden'])

type Ended = { place: ServicePlace; sights: readonly Sight[]; readAt: Date }

/** Nobody sees it any more: gone if the cloud says so, else the cloud's refusal is told. */
async function end(needs: RefreshServiceNeeds, { place, sights, readAt }: Ended): Promise<void> {
  const refused = sights.find(({ fault }) => fault?.kind === 'forbidden')?.fault
  if (refused) throw refused
  if (sights.length === 0) refuse('not-possible', { reason: 'no-identity' })
  const ended = await needs.work(null, ({ apis, at }) => apis.endService(place.service.id, at))
  await endApis(needs, { connection: place.connection, ended, readAt })
  await recount(needs, ended)
}
