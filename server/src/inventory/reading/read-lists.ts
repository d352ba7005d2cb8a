import type { Cloud, Door, SeenService } from '../../upstream/port.ts'
import { type KeepNeeds, partsOf } from './keep-service.ts'
import type { Run } from './run.ts'

/** A service and through whom it was seen. */
export type ListedService = { service: SeenService; doors: Door[] }

type ListCloud = Pick<Cloud, 'services' | 'apps'>
type Reader = { cloud: ListCloud; run: Run; signal: AbortSignal }

/** The services of all identities together; each list is stored as soon as it is read. */
export async function readServices(needs: KeepNeeds, { cloud, run, signal }: Reader): Promise<ListedService[]> {
  const listed = new Map<string, ListedService>()
  for (const door of run.doors()) {
    const rows = await listOf({ run, door, signal, of: 'services' }, () => cloud.services(door, signal))
    for (const part of partsOf(rows)) {
      const { connection, identity } = door
      await needs.work(null, ({ apis, at }) => apis.saveServices(part, { connection, identity, at }))
    }
    for (const service of rows) {
      const known = listed.get(service.serviceId)
      if (known) known.doors.push(door)
      else listed.set(service.serviceId, { service, doors: [door] })
    }
  }
  run.counts.services = listed.size
  run.of = listed.size
  return [...listed.values()]
}

/**
 * The apps of all identities together. Answers the cloud's ids of those that are stored.
 *
 * The cloud lists to everybody the apps that he created himself (vendor page "Obtaining the App List"), so the list tells
 * which cloud user an identity is.
 */
export async function readApps(needs: KeepNeeds, { cloud, run, signal }: Reader): Promise<Set<string>> {
  const known = new Set<string>()
  for (const door of run.doors()) {
    const { connection, identity } = door
    const rows = await listOf({ run, door, signal, of: 'apps' }, () => cloud.apps(door, signal))
    for (const part of partsOf(rows)) {
      await needs.work(null, ({ apps, at }) => apps.observe(connection, identity, part, at))
    }
    for (const { appId } of rows) known.add(appId)
    const [user, ...others] = new Set(rows.map(({ creator }) => creator))
    if (typeof user === 'string' && others.length === 0) {
      await needs.work(null, ({ connections }) => connections.learnUser(connection, identity, user))
    }
  }
  return known
}

type Listing = { run: Run; door: Door; signal: AbortSignal; of: 'services' | 'apps' }

/** One list, or nothing of it where the cloud does not tell it: then nothing may be ended for not being in it. */
async function listOf<T>(
  { run, door, signal, of }: Listing,
  read: () => Promise<{ rows: T[]; complete: boolean }>,
): Promise<T[]> {
  try {
    const { rows, complete } = await read()
    run.succeeded()
    if (!complete) {
      run.whole[of] = false
      run.incomplete(`The pages of the list of ${of} contradict each other.`)
    }
    return rows
  } catch (fault) {
    signal.throwIfAborted()
    run.whole[of] = false
    run.failed(fault, door)
    return []
  }
}
