import { z } from 'zod'
import { type Answer, type Ask, param } from '../ask.ts'
import { demandReviewer, unlessRefused } from './authorize.ts'
import { refusal } from './errors.ts'
import { unlink } from './link.ts'
import { type Place, placeOf } from './place.ts'
import { bodyAs, choice, page } from './query.ts'
import { detailShape, searchTickets, type TicketRecord, ticketOf } from './records.ts'
import { relationOf, type RelationTo, takeStep } from './step.ts'
import { ended, pairOf } from './tickets.ts'

/** What development asks for; the other types are asked for by callers (query_type; which belongs where is inferred). */
const OF_DEVELOPMENT = "('APPLY_TYPE_PUBLISH', 'APPLY_TYPE_STOP', 'APPLY_TYPE_RECOVER', 'APPLY_TYPE_OFFLINE')"
const PENDING = "t.status = 'STATUS_TYPE_PENDING_APPROVAL'"

/** query_type: 0 received and pending, 1 received and reviewed, 2 sent by development, 3 sent by callers (ListApply). */
const QUERIES = {
  '0': `t.approver = $caller AND ${PENDING}`,
  '1': `t.approver = $caller AND NOT ${PENDING}`,
  '2': `t.applicant = $caller AND t.type IN ${OF_DEVELOPMENT}`,
  '3': `t.applicant = $caller AND t.type NOT IN ${OF_DEVELOPMENT}`,
}

/** SQL: received in the workspace of the API, sent from the workspace of the app. */
const HERE = {
  '0': 'a.workspace_id = $workspace',
  '1': 'a.workspace_id = $workspace',
  '2': 'a.workspace_id = $workspace',
  '3': 'p.workspace_id = $workspace',
}

/** GET /applys (ListApply): always relative to who asks. */
export function listApplications(ask: Ask): Answer {
  const { workspace, edition } = placeOf(ask)
  const query = choice(ask, 'query_type', ['0', '1', '2', '3']) ?? '0'
  const body = searchTickets(ask, {
    where: `t.kind = 'application' AND a.edition = $edition AND ${HERE[query]} AND ${QUERIES[query]}`,
    args: { caller: ask.caller.id, workspace: workspace.id, edition },
    page: page(ask, 100),
    pastEnd: ask.world.switches.pastEnd,
  })
  return { status: 200, body }
}

/** GET /applys/{apply_id} (ShowApplyDetail). */
export function showApplication(ask: Ask): Answer {
  placeOf(ask)
  const ticket = ticketOf(ask, 'application', param(ask, 'apply_id'))
  if (!ticket || ![ticket.approver, ticket.applicant].includes(ask.caller.id)) throw refusal.noTicket('application')
  return { status: 200, body: detailShape(ask.world, ticket) }
}

const Verdict = z.looseObject({ apply_result: z.boolean(), apply_ids: z.array(z.string()).min(1) })

/** POST /applys (BatchApproveApply): approves or rejects; no comment can be given. */
export function review(ask: Ask): Answer {
  const place = placeOf(ask)
  const { apply_result, apply_ids } = bodyAs(ask, Verdict)
  for (const id of new Set(apply_ids)) {
    const single = () => decide(ask, place, { id, isApproved: apply_result })
    if (ask.world.switches.dataarts.bulk === 'partial') unlessRefused(single)
    else single()
  }
  return { status: 204 }
}

function decide(ask: Ask, place: Place, { id, isApproved }: { id: string; isApproved: boolean }): void {
  const ticket = ticketOf(ask, 'application', id)
  if (!ticket) throw refusal.noTicket('application')
  demandReviewer(ask, place, { workspace_id: ticket.workspace_id, manager: ticket.approver })
  if (ticket.status !== 'STATUS_TYPE_PENDING_APPROVAL') throw refusal.illegal('the application is reviewed already')
  if (!isApproved) return reject(ask, ticket)
  if (ticket.type === 'APPLY_TYPE_APP_CANCEL_AUTHORIZE') return passCancel(ask, ticket)
  if (ticket.type !== 'APPLY_TYPE_APPLY' && ticket.type !== 'APPLY_TYPE_RENEW') {
    throw refusal.illegal('applications of this type are not simulated')
  }
  pass(ask, ticket)
}

/** The verdict is by whoever gave it; the ticket then shows its name. */
function verdictOf(ask: Ask, ticket: TicketRecord, status: 'STATUS_TYPE_PASSED' | 'STATUS_TYPE_REJECTED') {
  return [ended({ ...ticket, approver: ask.caller.id }, status, ask.author.at)]
}

/** Never shorter than what the relation has by now: a grant of the reviewer may have overtaken a renewal. */
function pass(ask: Ask, ticket: TicketRecord): void {
  const { world, author } = ask
  const until = ticket.using_time ?? 0
  if (until <= author.at) throw refusal.illegal('the requested validity is over')
  const pair = pairOf(world, ticket)
  const present = ticket.type === 'APPLY_TYPE_RENEW' ? (relationOf(world, pair)?.expires_at ?? 0) : 0
  takeStep(ask, {
    kind: 'approve',
    pair,
    to: { state: 'LINKED', expires_at: Math.max(until, present), approved_at: author.at },
    tickets: verdictOf(ask, ticket, 'STATUS_TYPE_PASSED'),
  })
}

function passCancel(ask: Ask, ticket: TicketRecord): void {
  const pair = pairOf(ask.world, ticket)
  takeStep(ask, { kind: 'approve', pair, tickets: verdictOf(ask, ticket, 'STATUS_TYPE_PASSED') })
  unlink(ask, pair)
}

function reject(ask: Ask, ticket: TicketRecord): void {
  const pair = pairOf(ask.world, ticket)
  const before = relationOf(ask.world, pair)
  const to: RelationTo | null | undefined =
    before?.state === 'RENEW_WAITING_CHECK'
      ? { ...before, state: 'LINKED', lapsed: before.lapsed === 1 }
      : before?.state === 'LINK_WAITING_CHECK'
        ? null
        : undefined
  takeStep(ask, {
    kind: 'reject',
    pair,
    ...(to !== undefined && { to }),
    tickets: verdictOf(ask, ticket, 'STATUS_TYPE_REJECTED'),
  })
}
