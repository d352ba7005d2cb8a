import type { World } from '../world.ts'
import type { DataApiRow, DataAppRow, TicketRow, TicketStatus } from './rows.ts'
import type { Deed, Pair, TicketStep } from './step.ts'

const WAITING = "('STATUS_TYPE_PENDING_APPROVAL', 'STATUS_TYPE_PENDING_CHECK', 'STATUS_TYPE_PENDING_EXECUTE')"

/** What still waits for somebody or for its time, of one pair. */
export function openTickets(world: World, kind: TicketRow['kind'], { api, app, cluster }: Pair): TicketRow[] {
  return world.all<TicketRow>(
    `SELECT * FROM ticket WHERE died IS NULL AND kind = $kind AND api = $api AND app = $app AND cluster = $cluster
      AND status IN ${WAITING} ORDER BY n`,
    { kind, api: api.n, app: app.n, cluster },
  )
}

/** The ticket goes on with another status, and nothing of it is due any more. */
export function ended(ticket: TicketRow, status: TicketStatus, at: number): TicketStep {
  return { before: ticket, after: { ...ticket, status, decided_at: at, run_at: null } }
}

export function gone(ticket: TicketRow): TicketStep {
  return { before: ticket, after: null }
}

/** A notice whose cancel is carried out in time, by its owner or by something else that ends the relation. */
export function handled({ world, author }: Deed, notice: TicketRow): TicketStep {
  const { handledNotice } = world.switches.dataarts
  return handledNotice === 'gone' ? gone(notice) : ended(notice, handledNotice, author.at)
}

/** The API and the app that a ticket is about. */
export function pairOf(world: World, { api, app, cluster }: Pick<TicketRow, 'api' | 'app' | 'cluster'>): Pair {
  const apiRow = world.get<Pick<DataApiRow, 'n' | 'id' | 'project_id'>>(
    `SELECT a.n, a.id, s.project_id FROM data_api a JOIN studio_workspace w ON w.id = a.workspace_id
      JOIN studio s ON s.id = w.studio_id WHERE a.n = $api`,
    { api },
  )
  const appRow = world.get<Pick<DataAppRow, 'n' | 'id'>>('SELECT n, id FROM data_app WHERE n = $app', { app })
  if (!apiRow || !appRow) throw new Error('a ticket or a relation has lost its API or its app')
  return { api: apiRow, app: appRow, cluster }
}
