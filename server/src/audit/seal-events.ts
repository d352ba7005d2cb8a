import type { Log } from '../kernel/log.ts'
import type { Database } from '../storage/database.ts'
import { CHANNEL } from './record-events.ts'
import { seals } from './rules.ts'
import { auditStore } from './store.ts'

const BATCH = 500
/** The longest an event waits for its seal when no nudge reached this process. */
const PATIENCE_MS = 1_000

type Sealer = {
  /** There may be something to seal. */
  nudge: () => void
  start(): Promise<void>
  /** Ends after the batch under way. */
  stop(): Promise<void>
}

type Needs = { database: Database; log: Log }

/** Chains what waits, one batch; answers how many it chained. None when another sealer has the turn. */
export async function sealBatch(database: Database, limit = BATCH): Promise<number> {
  return database.db.transaction().execute(async (tx) => {
    const store = auditStore(tx)
    if (!(await store.takeTurn())) return 0
    const events = await store.pending(limit)
    if (events.length > 0) await store.seal(seals(await store.head(), events))
    return events.length
  })
}

/** Runs a pass whenever it is asked to, never two at once; whoever asks during a pass gets another one behind it. */
function onePassAtATime(run: () => Promise<void>) {
  let pass: Promise<void> | null = null
  let again = false
  const ask = (): void => {
    again = true
    pass ??= (async () => {
      while (again) {
        again = false
        await run()
      }
      pass = null
    })()
  }
  return { ask, ended: async () => void (await pass) }
}

/** Chains the events after their units of work have committed, so that no writer ever waits for the head of the chain. */
export function createSealer({ database, log }: Needs): Sealer {
  let isOpen = false
  let timer: NodeJS.Timeout | undefined
  let deafen: (() => Promise<void>) | undefined
  const passes = onePassAtATime(async () => {
    try {
      if (!isOpen || !(await auditStore(database.db).isAnythingPending())) return
      while (isOpen && (await sealBatch(database)) === BATCH);
    } catch (fault) {
      log.error({ fault: String(fault) }, 'sealing the audit log failed')
    }
  })
  return {
    nudge: passes.ask,
    async start() {
      isOpen = true
      deafen = await database.listen(CHANNEL, passes.ask)
      timer = setInterval(passes.ask, PATIENCE_MS).unref()
      passes.ask()
    },
    async stop() {
      isOpen = false
      clearInterval(timer)
      await deafen?.()
      await passes.ended()
    },
  }
}
