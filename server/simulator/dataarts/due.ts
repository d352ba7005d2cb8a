import type { Author } from '../log.ts'
import type { World } from '../world.ts'
import type { RelationRow, TicketRow } from './rows.ts'
import { unlink } from './link.ts'
import { relationOf, takeStep } from './step.ts'
import { ended, openTickets, pairOf } from './tickets.ts'

/** Something that the clock does, at its own instant. */
export interface Due {
  at: number
  happen: () => void
}

/** What DataArts does next by the clock: a validity ends, a notice runs out or is carried out. */
export function nextDue(world: World): Due | null {
  const candidates = [nextEnd(world), nextRun(world)].filter((due) => due !== null)
  return candidates.toSorted((one, other) => one.at - other.at)[0] ?? null
}

const byClock = (at: number): Author => ({ requestSeq: null, caller: 'clock', at })

function nextEnd(world: World): Due | null {
  const relation = world.get<RelationRow>(
    `SELECT * FROM relation WHERE died IS NULL AND lapsed = 0 AND state <> 'LINK_WAITING_CHECK'
      AND expires_at IS NOT NULL ORDER BY expires_at, n LIMIT 1`,
  )
  if (!relation || relation.expires_at === null) return null
  const at = relation.expires_at
  return {
    at,
    happen: () =>
      takeStep(
        { world, author: byClock(at) },
        { kind: 'expire', pair: pairOf(world, relation), to: { ...relation, lapsed: true } },
      ),
  }
}

function nextRun(world: World): Due | null {
  const notice = world.get<TicketRow>(
    'SELECT * FROM ticket WHERE died IS NULL AND run_at IS NOT NULL ORDER BY run_at, n LIMIT 1',
  )
  if (!notice || notice.run_at === null) return null
  const at = notice.run_at
  return { at, happen: () => run({ world, author: byClock(at) }, notice) }
}

/** A notice that nobody handled is forced, one that was put to a time is carried out. */
function run(deed: { world: World; author: Author }, notice: TicketRow): void {
  const pair = pairOf(deed.world, notice)
  if (notice.status === 'STATUS_TYPE_PENDING_EXECUTE') return unlink(deed, pair)
  const others = openTickets(deed.world, 'notice', pair).filter(({ n }) => n !== notice.n)
  takeStep(deed, {
    kind: 'revoke',
    pair,
    ...(relationOf(deed.world, pair) && { to: null }),
    tickets: [notice, ...others].map((one) => ended(one, 'STATUS_TYPE_FORCED_CANCEL', deed.author.at)),
  })
}
