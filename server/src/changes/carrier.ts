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
export type Carrier = {
  wake(line: string): void
  start(): void
  /** Lets the running rounds end; takes nothing new. */
  stop(): Promise<void>
  /** Resolves when no line is being carried. */
  idle(): Promise<void>
}

export function createCarrier({ lines, carryOut, clock, log }: CarrierNeeds): Carrier {
  const holder = randomUUID()
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const waiting: string[] = []
  const tries = new Map<string, number>()
  const timers = new Map<string, NodeJS.Timeout>()
  let sweeper: NodeJS.Timeout | undefined
  let stopped = false

  function wake(line: string): void {
    if (stopped) return
    clearTimeout(timers.get(line))
    timers.delete(line)
    if (running.has(line)) return void again.add(line)
    if (running.size >= AT_ONCE) {
      if (!waiting.includes(line)) waiting.push(line)
      return
    }
    running.set(
      line,
      carry(line).finally(() => ended(line)),
    )
  }

  function ended(line: string): void {
    running.delete(line)
    if (again.delete(line)) wake(line)
    const next = waiting.shift()
    if (next !== undefined) wake(next)
  }

  async function carry(line: string): Promise<void> {
    const since = clock.now()
    try {
      if (!(await lines.lease(line, holder, { at: since, until: new Date(since.getTime() + LEASE_MS) }))) return
      const pauseMs = await carryOut(line, tries.get(line) ?? 0)
      const dueAt = pauseMs === null ? null : new Date(clock.now().getTime() + pauseMs)
      await lines.release(line, holder, { dueAt, since })
      comeBack(line, pauseMs)
    } catch (fault) {
      log.error(
        { line, fault: fault instanceof Error ? { message: fault.message, stack: fault.stack } : String(fault) },
        'a line could not be carried',
      )
      const dueAt = new Date(clock.now().getTime() + SWEEP_MS)
      await lines.release(line, holder, { dueAt, since }).catch(() => {})
      comeBack(line, SWEEP_MS)
    }
  }

  function comeBack(line: string, pauseMs: number | null): void {
    if (pauseMs === null) return void tries.delete(line)
    tries.set(line, (tries.get(line) ?? 0) + 1)
    if (!stopped) timers.set(line, setTimeout(() => wake(line), pauseMs).unref())
  }

  async function sweep(): Promise<void> {
    try {
      for (const { line } of await lines.dueLines(clock.now())) if (!timers.has(line)) wake(line)
    } catch (fault) {
      log.warn({ fault: String(fault) }, 'the queue of changes could not be swept')
    }
    if (!stopped) sweeper = setTimeout(() => void sweep(), SWEEP_MS).unref()
  }

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running.values())
  }

  return {
    wake,
    start: () => void sweep(),
    idle,
    async stop() {
      stopped = true
      clearTimeout(sweeper)
      for (const timer of timers.values()) clearTimeout(timer)
      await idle()
    },
  }
}
