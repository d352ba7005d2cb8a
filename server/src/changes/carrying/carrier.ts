import { randomUUID } from 'node:crypto'
import { setTimeout as pass } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { CarryOut } from './carry-out.ts'
import type { LineStore } from '../line-store.ts'

/** A worker that died gives its line free after this; one that lives says so in time. */
const LEASE_MS = 15_000
const RENEW_MS = 5_000
const SWEEP_MS = 1_000
/** Lines carried at the same time by one process. */
const AT_ONCE = 16
/** How long a stop waits for calls under way. What they did is read back at the next start. */
const STOP_MS = 3_000

type CarrierNeeds = {
  lines: LineStore
  carryOut: CarryOut
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
    await Promise.race([Promise.all(this.#running.values()), pass(STOP_MS, undefined, { ref: false })])
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
    const at = clock.now()
    let isOurs = true
    const lease = (): Promise<number | undefined> => {
      const now = clock.now()
      return lines.lease(line, this.#holder, { at: now, until: new Date(now.getTime() + LEASE_MS) })
    }
    const seen = await lease().catch(() => undefined)
    if (seen === undefined) return
    const renewal = setInterval(() => {
      lease().then((kept) => {
        isOurs = kept !== undefined
      }, NOTHING)
    }, RENEW_MS)
    let pauseMs: number | null = SWEEP_MS
    try {
      pauseMs = await carryOut(line, {
        tries: this.#tries.get(line) ?? 0,
        mayGoOn: () => isOurs && !this.#stopped,
        holder: this.#holder,
      })
    } catch (fault) {
      const told = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
      log.error({ line, fault: told }, 'a line could not be carried')
    } finally {
      clearInterval(renewal)
    }
    const dueAt = pauseMs === null ? null : new Date(clock.now().getTime() + pauseMs)
    await lines.release(line, this.#holder, { dueAt, seen, at }).catch(NOTHING)
    this.#comeBack(line, pauseMs)
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
      for (const { line } of await lines.due(clock.now())) if (!this.#timers.has(line)) this.wake(line)
    } catch (fault) {
      log.warn({ fault: String(fault) }, 'the queue of changes could not be swept')
    }
    if (!this.#stopped) this.#sweeper = setTimeout(() => void this.#sweep(), SWEEP_MS).unref()
  }
}

/** What storage could not take now, the sweep does later. */
const NOTHING = (): void => {}
