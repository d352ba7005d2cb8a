import type { Query } from './ask.ts'
import { CloudError } from './cloud-error.ts'
import type { Caller } from './iam/callers.ts'
import { type Due, nextDue } from './dataarts/due.ts'
import { operationNamed } from './operations.ts'
import type { World } from './world.ts'

/** What is kept of a request whose effect comes later. */
export interface LateInput {
  caller: Caller
  params: Record<string, string>
  query: Query
  headers: Record<string, string>
  body: unknown
}

interface LateRow {
  id: number
  due: number
  request_seq: number
  operation: string
  input: string
}

export interface Postponed {
  requestSeq: number
  operation: string
  input: LateInput
  inMs: number
}

export function postpone(world: World, { requestSeq, operation, input, inMs }: Postponed): void {
  world.run(
    'INSERT INTO late_effect (due, request_seq, operation, input) VALUES ($due, $requestSeq, $operation, $input)',
    {
      due: world.clock.steady() + inMs,
      requestSeq,
      operation,
      input: JSON.stringify(input),
    },
  )
}

/**
 * Lets everything happen that is due by now, in the order of its instants: late effects, and what DataArts does by the
 * clock. It runs before anything is read or written, so nobody can tell it from what happened by itself.
 */
export function settle(world: World): void {
  for (;;) {
    const due = earlier(nextLate(world), nextDue(world))
    if (due === null || due.at > world.clock.now()) return
    world.unit(due.happen)
  }
}

function earlier(one: Due | null, other: Due | null): Due | null {
  if (one === null || other === null) return one ?? other
  return other.at < one.at ? other : one
}

function nextLate(world: World): Due | null {
  const row = world.get<LateRow>('SELECT * FROM late_effect ORDER BY due, id LIMIT 1')
  if (!row) return null
  // Late effects are kept by a clock that never runs back.
  const backMs = world.clock.steady() - world.clock.now()
  return { at: row.due - backMs, happen: () => takeEffect(world, row) }
}

function takeEffect(world: World, row: LateRow): void {
  world.run('DELETE FROM late_effect WHERE id = $id', { id: row.id })
  const { caller, ...asked } = JSON.parse(row.input) as LateInput
  const backMs = world.clock.steady() - world.clock.now()
  try {
    operationNamed(row.operation)?.run({
      world,
      caller,
      ...asked,
      author: { requestSeq: row.request_seq, caller: caller.name, at: row.due - backMs },
      seen: world.writePosition(),
      refused: new Map(),
    })
  } catch (error) {
    // The world moved on and refuses it now: then there is no effect, as in the cloud.
    if (!(error instanceof CloudError)) throw error
  }
}
