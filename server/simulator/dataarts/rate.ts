import type { Caller } from '../iam/callers.ts'
import type { World } from '../world.ts'
import { refusal } from './errors.ts'

/** "2400 times in 10 seconds for an API, 120 times for a user" (DataService, API overview). */
const WINDOW_MS = 10_000

const arrivals = new WeakMap<World, Map<string, number[]>>()

/** Counts by the machine's own time: a gateway does not know what the simulated clock is set to. */
export function keepRate(world: World, { id }: Caller): void {
  const most = world.switches.dataarts.userRate
  if (most === 0) return
  const now = performance.now()
  const users = arrivals.get(world) ?? new Map<string, number[]>()
  const recent = (users.get(id) ?? []).filter((at) => at > now - WINDOW_MS)
  if (recent.length >= most) throw refusal.throttled()
  arrivals.set(world, users.set(id, [...recent, now]))
}
