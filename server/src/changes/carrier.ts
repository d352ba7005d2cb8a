import { randomUUID } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { ChangeStore } from './store.ts'

/** Long enough for every call of a few rounds; a worker that died gives its line free after this. */
const LEASE_MS = 90_000
const SWEEP_MS = 1_000
/** Lines carried at the same time by one process. */
const AT_ONCE = 16

type Lines = Pick<ChangeStore, 'dueLines' | 'lease' | 'release'>

export type CarrierNeeds = {
  lines: Lines
  carryOut: (line: string, tries: number) => Promise<number | null>
  clock: Clock
  log: Log
}

/** Works off the lines: woken by a commit here or elsewhere, and by a sweep that finds what no wake-up told. */
export class Carrier {
  readonly #needs: CarrierNeeds
  readonly #holder = randomUUID()
  readonly #running = new Map<string, Promise<void>>()
  readonly #again = new Set<string>()
  readonly #waiting = new Set<string>()
  readonly #tries = new Map<string, number>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  #sweeper: NodeJS.Timeout | undefined
  #stopped = false

  constructor(needs: CarrierNeeds) {
    this.#needs = needs
  }

  start(): void {
    void this.#sweep()
  }

  /** Lets the running rounds end; takes nothing new. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#sweeper)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    while (this.#running.size > 0) await Promise.all(this.#running.values())
  }

  wake(line: string): void {
    if (this.#stopped) return
    clearTimeout(this.#timers.get(line))
    this.#timers.delete(line)
    if (this.#running.has(line)) this.#again.add(line)
    else if (this.#running.size >= AT_ONCE) this.#waiting.add(line)
    else
      this.#running.set(
        line,
        this.#carry(line).finally(() => this.#ended(line)),
      )
  }

  #ended(line: string): void {
    this.#running.delete(line)
    if (this.#again.delete(line)) this.wake(line)
    const [next] = this.#waiting
    if (next !== undefined && this.#waiting.delete(next)) this.wake(next)
  }

  async #carry(line: string): Promise<void> {
    const { lines, clock, log, carryOut } = this.#needs
    const since = clock.now()
    const release = async (pauseMs: number | null): Promise<void> => {
      const dueAt = pauseMs === null ? null : new Date(clock.now().getTime() + pauseMs)
      await lines.release(line, this.#holder, { dueAt, since })
      this.#comeBack(line, pauseMs)
    }
    try {
      if (!(await lines.lease(line, this.#holder, { at: since, until: new Date(since.getTime() + LEASE_MS) }))) return
      await release(await carryOut(line, this.#tries.get(line) ?? 0))
    } catch (fault) {
      log.error(
        { line, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) },
        'a line could not be carried',
      )
      await release(SWEEP_MS).catch(() => {})
    }
  }

  #comeBack(line: string, pauseMs: number | null): void {
    if (pauseMs === null) {
      this.#tries.delete(line)
      return
    }
    this.#tries.set(line, (this.#tries.get(line) ?? 0) + 1)
    if (!this.#stopped) this.#timers.set(line, setTimeout(() => this.wake(line), pauseMs).unref())
  }

  async #sweep(): Promise<void> {
    const { lines, clock, log } = this.#needs
    try {
      for (const { line } of await lines.dueLines(clock.now())) if (!this.#timers.has(line)) this.wake(line)
    } catch (fault) {
      log.warn({ fault: String(fault) }, 'the queue of changes could not be swept')
    }
    if (!this.#stopped) this.#sweeper = setTimeout(() => void this.#sweep(), SWEEP_MS).unref()
  }
}
