import { z } from 'zod'
import { type Answer, type Ask, param } from '../ask.ts'
import { isAppOwner } from './app-side.ts'
import { refusal } from './errors.ts'
import { unlink } from './link.ts'
import { demand, placeOf } from './place.ts'
import { bodyAs, page, wholeHour } from './query.ts'
import { detailShape, searchTickets, type TicketRecord, ticketOf } from './records.ts'
import { takeStep } from './step.ts'
import { pairOf } from './tickets.ts'

const HOUR_MS = 3_600_000
/** "By default three days after the server's time" (ConfirmMessage, time). */
const USUAL_DELAY_MS = 72 * HOUR_MS

/** GET /messages (ListMessage): the notices to the caller's apps. Behind the end the first page comes again. */
export function listNotices(ask: Ask): Answer {
  const { workspace, edition } = placeOf(ask)
  const { appOwner, messagesPastEnd } = ask.world.switches.dataarts
  const own = appOwner === 'creator' ? 'AND p.creator = $caller' : ''
  const body = searchTickets(ask, {
    where: `t.kind = 'notice' AND a.edition = $edition AND p.workspace_id = $workspace ${own}`,
    args: { caller: ask.caller.id, workspace: workspace.id, edition },
    page: page(ask, 100),
    pastEnd: messagesPastEnd,
  })
  return { status: 200, body }
}

/** GET /messages/{message_id} (ShowMessageDetail). */
export function showNotice(ask: Ask): Answer {
  placeOf(ask)
  return { status: 200, body: detailShape(ask.world, ownNotice(ask, param(ask, 'message_id'))) }
}

const Confirmation = z.looseObject({
  message_id: z.string(),
  action: z.union([z.literal(0), z.literal(1)]),
  time: z.string().optional(),
})

/** POST /messages (ConfirmMessage): 0 at once, 1 at `time`. A notice cannot be refused. */
export function confirmNotice(ask: Ask): Answer {
  demand(placeOf(ask), 'operate')
  const { message_id, action, time } = bodyAs(ask, Confirmation)
  const notice = ownNotice(ask, message_id)
  if (notice.status !== 'STATUS_TYPE_PENDING_CHECK') throw refusal.illegal('the message is handled already')
  if (action === 0) unlink(ask, pairOf(ask.world, notice))
  else schedule(ask, notice, time)
  return { status: 204 }
}

/** The reviewer's own time stays the last: what is put behind it is forced by then (user manual, handling messages). */
function schedule(ask: Ask, notice: TicketRecord, time: string | undefined): void {
  const { world, author } = ask
  const usual = Math.ceil((author.at + USUAL_DELAY_MS) / HOUR_MS) * HOUR_MS
  const wanted = time === undefined ? usual : wholeHour(ask, time)
  if (wanted <= author.at) throw refusal.parameter('time is over')
  const run_at = Math.min(wanted, notice.run_at ?? wanted)
  takeStep(ask, {
    kind: 'schedule',
    pair: pairOf(world, notice),
    tickets: [
      { before: notice, after: { ...notice, status: 'STATUS_TYPE_PENDING_EXECUTE', run_at, decided_at: author.at } },
    ],
  })
}

function ownNotice(ask: Ask, id: string): TicketRecord {
  const notice = ticketOf(ask, 'notice', id)
  if (!notice || notice.creator === null || !isAppOwner(ask, { creator: notice.creator })) {
    throw refusal.noTicket('message')
  }
  return notice
}
