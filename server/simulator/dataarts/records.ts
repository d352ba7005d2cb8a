import type { Ask } from '../ask.ts'
import { live, type World } from '../world.ts'
import { needle, type Page, text } from './query.ts'
import type { TicketRow } from './rows.ts'
import { timeShown } from './shapes.ts'

export interface TicketRecord extends TicketRow {
  api_id: string
  api_name: string
  workspace_id: string
  manager: string
  app_id: string | null
  app_name: string | null
  creator: string | null
  applicant_name: string
  approver_name: string
}

const TICKETS = `ticket t JOIN data_api a ON a.n = t.api LEFT JOIN data_app p ON p.n = t.app
  JOIN cloud_user u ON u.id = t.applicant JOIN cloud_user v ON v.id = t.approver`

const COLUMNS = `t.*, a.id AS api_id, a.name AS api_name, a.workspace_id, a.manager, p.id AS app_id, p.name AS app_name,
  p.creator, u.name AS applicant_name, v.name AS approver_name`

export interface Search {
  /** SQL over t (ticket), a (API), p (app). */
  where: string
  args: Record<string, string>
  page: Page
  pastEnd: 'first' | 'empty'
}

/** Applications and notices have one shape and one kind of list (ListApply, ListMessage). */
export function searchTickets(ask: Ask, { where, args, page, pastEnd }: Search) {
  const { world } = ask
  const matching = `FROM ${TICKETS} WHERE ${where} AND ${live('t')} AND instr(lower(a.name), $apiName) > 0`
  const all = { ...args, apiName: needle(text(ask, 'api_name')), seen: ask.seen }
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${matching}`, all)?.total ?? 0
  const rows = world.all<TicketRecord>(
    `SELECT ${COLUMNS} ${matching} ORDER BY t.applied_at DESC, t.id LIMIT $limit OFFSET $skip`,
    { ...all, limit: page.limit, skip: pastEnd === 'first' && page.skip >= total ? 0 : page.skip },
  )
  return { total, records: rows.map((row) => recordShape(world, row)) }
}

export function ticketOf(ask: Ask, kind: TicketRow['kind'], id: string): TicketRecord | undefined {
  return ask.world.get<TicketRecord>(
    `SELECT ${COLUMNS} FROM ${TICKETS} WHERE t.id = $id AND t.kind = $kind AND ${live('t')}`,
    {
      id,
      kind,
      seen: ask.seen,
    },
  )
}

/** RecordForApplyDetail: neither the cluster nor the applicant's id. */
function recordShape(world: World, row: TicketRecord) {
  return {
    id: row.id,
    api_id: row.api_id,
    api_name: row.api_name,
    app_id: row.app_id,
    app_name: row.app_name,
    api_apply_status: row.status,
    api_apply_type: row.type,
    api_using_time: timeShown(world, row.using_time),
    apply_time: row.applied_at,
    approval_time: timeShown(world, row.decided_at),
    approver_name: row.approver_name,
    comment: row.note,
    user_name: row.applicant_name,
  }
}

/** "For display only": the vendor's examples of both details have these fields null (ShowApplyDetail, ShowMessageDetail). */
export function detailShape(world: World, row: TicketRecord) {
  return { ...recordShape(world, row), id: null, api_id: null, app_id: null, approval_time: null, approver_name: null }
}
