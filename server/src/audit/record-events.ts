import type { Unit } from '../storage/work.ts'
import { eventRow } from './event-text.ts'
import type { NewEvent, Recorder } from './event.ts'
import { auditStore } from './store.ts'

/** Other processes hear on it that there is something to seal. */
export const CHANNEL = 'audit_event'

/** Collects the events of one unit of work and writes them when all else of it is done; `nudge` wakes the sealer here. */
export function recorder(unit: Unit, nudge: () => void = () => {}): Recorder {
  let waiting: NewEvent[] = []
  const write = async (): Promise<void> => {
    const events = waiting
    waiting = []
    await auditStore(unit.tx).add(events.map((event) => eventRow(event, unit.at)))
    await unit.notify(CHANNEL, '')
    unit.afterwards(nudge)
  }
  return {
    add(event) {
      // Another last step may still add: each round that has events is written by a step behind it.
      if (waiting.length === 0) unit.last(write)
      waiting.push(event)
    },
  }
}
