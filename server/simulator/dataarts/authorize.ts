import { z } from 'zod'
import { type Answer, type Ask, param } from '../ask.ts'
import { CloudError } from '../cloud-error.ts'
import { cancelByApp, apply, renew } from './app-side.ts'
import { refusal } from './errors.ts'
import { anyApp, apiOfPath, isApprover, readableApi } from './find.ts'
import { type FullPair, isGrantable, isLinked, link } from './link.ts'
import { demand, type Place, placeOf } from './place.ts'
import { bodyAs, wholeHour } from './query.ts'
import { APPLY_TYPES, type DataApiRow, SHARED_GATEWAY } from './rows.ts'
import { relationOf, takeStep } from './step.ts'
import { newTicket } from './new-ticket.ts'
import { ended, openTickets } from './tickets.ts'

/** Every field is optional in the description (AuthorizeActionApiToInstance); without the first four nothing can be done. */
const Action = z.looseObject({
  api_id: z.string(),
  app_id: z.string(),
  instance_id: z.string().optional(),
  apply_type: z.enum(APPLY_TYPES),
  time: z.string().optional(),
})

/** POST /apis/authorize/action (AuthorizeActionApiToInstance): 204 for all five types, and no id of what it made. */
export function authorizeAction(ask: Ask): Answer {
  const place = placeOf(ask)
  const { api_id, app_id, instance_id, apply_type, time } = bodyAs(ask, Action)
  const api = readableApi(ask, place, api_id)
  const cluster = api.edition === 'SHARED' ? SHARED_GATEWAY : instance_id
  if (cluster === undefined) throw refusal.parameter('instance_id')
  const pair = { api, app: anyApp(ask, place, app_id), cluster }
  switch (apply_type) {
    case 'APPLY_TYPE_AUTHORIZE':
      grant(ask, place, { pair, time })
      break
    case 'APPLY_TYPE_API_CANCEL_AUTHORIZE':
      cancelByReviewer(ask, place, { pair, time })
      break
    case 'APPLY_TYPE_APP_CANCEL_AUTHORIZE':
      cancelByApp(ask, place, pair)
      break
    case 'APPLY_TYPE_APPLY':
      apply(ask, place, { pair, until: untilOf(ask, time) })
      break
    case 'APPLY_TYPE_RENEW':
      renew(ask, place, { pair, until: untilOf(ask, time) })
  }
  return { status: 204 }
}

const Bulk = z.looseObject({ app_ids: z.array(z.string()).min(1), time: z.string() })

/** POST /apis/{api_id}/instances/{instance_id}/authorize (AuthorizeApiToInstance): many apps at one API, exclusive only. */
export function authorizeMany(ask: Ask): Answer {
  const place = placeOf(ask)
  const { app_ids, time } = bodyAs(ask, Bulk)
  const api = apiOfPath(ask, place)
  if (api.edition === 'SHARED') throw refusal.illegal('the edition is shared')
  const cluster = param(ask, 'instance_id')
  for (const id of new Set(app_ids)) {
    const single = () => grant(ask, place, { pair: { api, app: anyApp(ask, place, id), cluster }, time })
    if (ask.world.switches.dataarts.bulk === 'partial') unlessRefused(single)
    else single()
  }
  return { status: 204 }
}

/** Runs the work; what the cloud refuses of it is left out. */
export function unlessRefused(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof CloudError)) throw error
  }
}

interface Timed {
  pair: FullPair
  time: string | undefined
}

function grant(ask: Ask, place: Place, { pair, time }: Timed): void {
  demandReviewer(ask, place, pair.api)
  const until = untilOf(ask, time)
  if (isGrantable(ask, pair)) link(ask, pair, until)
}

function untilOf(ask: Ask, time: string | undefined): number {
  if (time === undefined) throw refusal.parameter('time')
  return wholeHour(ask, time)
}

/** Reviewers of the API's own workspace; "caller must hold reviewer permission" (Terraform provider, API authorization). */
export function demandReviewer(ask: Ask, place: Place, api: Pick<DataApiRow, 'workspace_id' | 'manager'>): void {
  const isNamed = ask.world.switches.dataarts.reviewers === 'registered' || api.manager === ask.caller.id
  if (api.workspace_id !== place.workspace.id) throw refusal.forbidden('review this API')
  demand(place, 'operate')
  if (!isNamed || !isApprover(ask.world, api.workspace_id, ask.caller.id)) throw refusal.forbidden('review this API')
}

const HOUR_MS = 3_600_000
/** "Reserve at least two days for the app to make preparations" (AuthorizeActionApiToInstance). */
const NOTICE_MS = 48 * HOUR_MS

/** The reviewer's cancel: a notice for the app's owner now, the end at `time`. */
function cancelByReviewer(ask: Ask, place: Place, { pair, time }: Timed): void {
  const { world, author } = ask
  demandReviewer(ask, place, pair.api)
  const before = relationOf(world, pair)
  if (!isLinked(before)) throw refusal.illegal('the API is not authorized to the app')
  if (before.state === 'OFFLINE_WAITING_CHECK') throw refusal.illegal('the authorization is already being cancelled')
  const end = endOf(ask, pair.api, time)
  const notice = newTicket(ask, pair, {
    kind: 'notice',
    type: 'APPLY_TYPE_API_CANCEL_AUTHORIZE',
    status: 'STATUS_TYPE_PENDING_CHECK',
    approver: pair.app.creator,
    until: end,
  })
  takeStep(ask, {
    kind: 'notice',
    pair,
    to: { ...before, state: 'OFFLINE_WAITING_CHECK', lapsed: before.lapsed === 1 },
    tickets: [
      ...openTickets(world, 'application', pair).map((one) => ended(one, 'STATUS_TYPE_REJECTED', author.at)),
      { before: null, after: { ...notice, run_at: end } },
    ],
  })
}

/** At least two days, and at least the API's minimum retention period (user manual, stopping and cancelling). */
function endOf(ask: Ask, { retention_hours }: DataApiRow, time: string | undefined): number {
  const least = ask.author.at + Math.max(NOTICE_MS, retention_hours * HOUR_MS)
  const earliest = Math.ceil(least / HOUR_MS) * HOUR_MS
  if (time === undefined) {
    if (ask.world.switches.dataarts.cancelWithoutTime === 'refused') throw refusal.parameter('time')
    return earliest
  }
  const end = wholeHour(ask, time)
  if (end < least) throw refusal.parameter('time must leave at least two days and the minimum retention period')
  return end
}
