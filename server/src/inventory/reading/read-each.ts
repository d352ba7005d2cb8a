import { houseId } from '../../kernel/house-id.ts'
import type { Clock } from '../../kernel/clock.ts'
import { type Cloud, CloudFault } from '../../upstream/port.ts'
import { keepService, type KeepNeeds } from './keep-service.ts'
import type { ListedService } from './read-lists.ts'
import { readService } from './read-service.ts'
import type { Run } from './run.ts'

/** Services read at the same time: little enough that the cloud does not throttle and people's own calls come through. */
const LANES = 4

export type EachNeeds = KeepNeeds & { clock: Clock }

export type Each = {
  cloud: Pick<Cloud, 'apisOf' | 'authorizedOf' | 'access'>
  run: Run
  services: readonly ListedService[]
  known: Set<string>
  signal: AbortSignal
  told: () => Promise<void>
}

/** Reads every service, some at a time, and stores each as soon as it is read. */
export async function readEach(needs: EachNeeds, each: Each): Promise<void> {
  const { run, services, signal } = each
  let next = 0
  let goOn = true
  const lane = async (): Promise<void> => {
    for (let listed = services[next++]; goOn && listed; listed = services[next++]) {
      signal.throwIfAborted()
      goOn = (await readOne(needs, each, listed)) && goOn
      run.done++
      await each.told()
    }
  }
  const stopping = async (fault: unknown): Promise<never> => {
    goOn = false
    throw fault
  }
  // All lanes have ended before a fault of one is told: none of them writes behind the caller's back.
  const ends = await Promise.allSettled(Array.from({ length: LANES }, () => lane().catch(stopping)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  if (run.done < services.length) run.whole.apps = false
}

/** Reads one service. Tells whether it makes sense to go on with others. */
async function readOne(needs: EachNeeds, { cloud, run, known, signal }: Each, listed: ListedService): Promise<boolean> {
  const open = new Set(run.doors())
  const doors = listed.doors.filter((door) => open.has(door))
  if (doors.length === 0) {
    run.whole.apps = false
    return false
  }
  const { serviceId } = listed.service
  const readAt = needs.clock.now()
  try {
    const reading = await readService(cloud, { serviceId, doors }, signal)
    run.succeeded()
    if (!reading.whole) run.whole.apps = false
    run.counts.apis += reading.apis.length
    for (const { authorized } of reading.states) run.counts.authorizations += authorized.length
    const service = houseId('service', run.connection, serviceId)
    await keepService(needs, { connection: run.connection, service, reading, readAt, known })
    return true
  } catch (fault) {
    signal.throwIfAborted()
    // Deleted between the list and now: the next list will not have it.
    if (fault instanceof CloudFault && fault.kind === 'missing') return true
    run.whole.apps = false
    return run.failed(fault, doors[0])
  }
}
