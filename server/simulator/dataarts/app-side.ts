import type { Ask } from '../ask.ts'
import { refusal } from './errors.ts'
import { isApprover } from './find.ts'
import { type FullPair, isGrantable, isLinked, isLonger, link, unlink } from './link.ts'
import { newTicket } from './new-ticket.ts'
import { demand, type Place } from './place.ts'
import type { DataAppRow } from './rows.ts'
import { relationOf, takeStep } from './step.ts'
import { openTickets } from './tickets.ts'

export interface Asked {
  pair: FullPair
  until: number
}

/** "The app owner" of the vendor's page: the app's creator, or by a switch everybody of its workspace who may operate apps. */
export function isAppOwner(ask: Ask, app: Pick<DataAppRow, 'creator'>): boolean {
  return ask.world.switches.dataarts.appOwner === 'workspace' || app.creator === ask.caller.id
}

function demandOwner(ask: Ask, place: Place, app: DataAppRow): void {
  if (app.workspace_id !== place.workspace.id) throw refusal.noApp()
  demand(place, 'operate')
  if (!isAppOwner(ask, app)) throw refusal.forbidden('act for this app')
}

/** APPLY_TYPE_APPLY: a ticket for the reviewer whom the API names, and a relation that waits. */
export function apply(ask: Ask, place: Place, { pair, until }: Asked): void {
  const { world, author, caller } = ask
  const { applyAgain, ownApply } = world.switches.dataarts
  demandOwner(ask, place, pair.app)
  if (!isGrantable(ask, pair)) return
  if (until <= author.at) throw refusal.parameter('time is over')
  const before = relationOf(world, pair)
  if (isLinked(before) && before.lapsed === 0) throw refusal.illegal('the API is authorized to the app')
  if (before?.state === 'LINK_WAITING_CHECK' && applyAgain === 'refused') {
    throw refusal.illegal('an application is waiting for review')
  }
  if (ownApply === 'passes' && isApprover(world, pair.api.workspace_id, caller.id)) return link(ask, pair, until)
  takeStep(ask, {
    kind: 'apply',
    pair,
    to: { state: 'LINK_WAITING_CHECK', expires_at: until, approved_at: null },
    tickets: [{ before: null, after: application(ask, pair, { type: 'APPLY_TYPE_APPLY', until }) }],
  })
}

/** APPLY_TYPE_RENEW: a ticket for more time; until it is decided, the old time counts. */
export function renew(ask: Ask, place: Place, { pair, until }: Asked): void {
  const { world, author } = ask
  demandOwner(ask, place, pair.app)
  if (!isGrantable(ask, pair)) return
  const before = relationOf(world, pair)
  if (before?.state !== 'LINKED') throw refusal.illegal('the API is not authorized to the app, or something is waiting')
  if (before.lapsed === 1 && world.switches.dataarts.renewExpired === 'refused') {
    throw refusal.illegal('the authorization has expired')
  }
  if (until <= author.at) throw refusal.parameter('time is over')
  if (!isLonger(ask, before, until)) return
  takeStep(ask, {
    kind: 'renew',
    pair,
    to: { ...before, state: 'RENEW_WAITING_CHECK', lapsed: before.lapsed === 1 },
    tickets: [{ before: null, after: application(ask, pair, { type: 'APPLY_TYPE_RENEW', until }) }],
  })
}

function application(ask: Ask, pair: FullPair, { type, until }: { type: string; until: number | null }) {
  return newTicket(ask, pair, {
    kind: 'application',
    type,
    status: 'STATUS_TYPE_PENDING_APPROVAL',
    approver: pair.api.manager,
    until,
  })
}

/** APPLY_TYPE_APP_CANCEL_AUTHORIZE: "requires no preparation time"; a `time` that comes along says nothing. */
export function cancelByApp(ask: Ask, place: Place, pair: FullPair): void {
  const { world } = ask
  const { appCancel, cancelPending } = world.switches.dataarts
  demandOwner(ask, place, pair.app)
  const before = relationOf(world, pair)
  if (!before) throw refusal.illegal('the API is not authorized to the app')
  if (before.state === 'LINK_WAITING_CHECK') {
    if (cancelPending === 'refused') throw refusal.illegal('the application is waiting for review')
    return withdraw(ask, pair)
  }
  if (appCancel === 'at-once') return unlink(ask, pair)
  if (openTickets(world, 'application', pair).some(({ type }) => type === 'APPLY_TYPE_APP_CANCEL_AUTHORIZE')) {
    throw refusal.illegal('the cancel is waiting for review')
  }
  const ticket = application(ask, pair, { type: 'APPLY_TYPE_APP_CANCEL_AUTHORIZE', until: null })
  takeStep(ask, { kind: 'apply', pair, tickets: [{ before: null, after: ticket }] })
}

/** No status of a ticket says "withdrawn": it is gone (CTS traces name a revokeApply, no operation does). */
function withdraw(ask: Ask, pair: FullPair): void {
  takeStep(ask, {
    kind: 'withdraw',
    pair,
    to: null,
    tickets: openTickets(ask.world, 'application', pair).map((before) => ({ before, after: null })),
  })
}
