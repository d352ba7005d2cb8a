import type { Ask } from '../ask.ts'
import { newHex } from '../ids.ts'
import type { TicketRow, TicketStatus } from './rows.ts'
import type { NewTicket, Pair } from './step.ts'

export interface TicketFacts {
  kind: TicketRow['kind']
  type: string
  status: TicketStatus
  approver: string
  /** The validity that is asked for, or the instant of a cancel. */
  until: number | null
}

/** A ticket that the caller opens now. */
export function newTicket({ caller, author }: Ask, pair: Pair, { until, ...facts }: TicketFacts): NewTicket {
  return {
    ...facts,
    id: newHex(),
    api: pair.api.n,
    app: pair.app.n,
    cluster: pair.cluster,
    applicant: caller.id,
    note: '',
    using_time: until,
    applied_at: author.at,
    decided_at: null,
    run_at: null,
  }
}
