import type { Grant, GrantState, Wanted } from '@grantdesk/shared/grants'
import type { Allowed, WhyNot } from '@grantdesk/shared/kernel/allowed'
import { type Actor, owns, reviews } from '../kernel/permit.ts'

/** What the desk holds of one app on one API. */
export type Held = {
  wanted: Wanted | null
  actual: Wanted | null
  change: Grant['change']
}

const IN_FLIGHT = new Set(['waiting', 'sending'])

/** What a row may claim. It is `active` only when a reading showed it. */
export function stateOf({ wanted, actual, change }: Held): GrantState {
  if (change && IN_FLIGHT.has(change.state)) return wanted === 'on' ? 'issuing' : 'ending'
  if (change?.state === 'unknown') return 'unverified'
  if (change?.state === 'failed' && actual !== wanted) return 'failed'
  if (wanted !== null && actual !== null && wanted !== actual) return 'outside'
  return actual === 'on' ? 'active' : 'none'
}

/** Where a switch stands: the API with its service, and who can see it. */
export type Target = {
  connection: string
  service: { id: string; cloudId: string; owner: string | null; gone: boolean }
  api: { id: string; cloudId: string; authType: 'app' | 'iam' | 'none' | 'unknown' | 'other'; gone: boolean }
  seenBy: readonly Seer[]
}

/** An identity of the connection that has seen the service. */
export type Seer = { label: string; duties: readonly ('read' | 'grant' | 'apply')[]; cloudUser: string | null }

export type Caller = { id: string; cloudId: string; creator: string | null; gone: boolean }

/** Chooses through whom to write, by the cloud's rules. */
export type PickIdentity = (
  service: { owner: string | null },
  seenBy: readonly Seer[],
  app?: { creator: string | null },
) => { identity: string } | { whyNot: WhyNot }

const CALLABLE = new Set(['app', 'unknown'])

/** Whether a person may switch one app on one API, and why not. Taking away is allowed where giving is not. */
export function maySwitch(
  pick: PickIdentity,
  actor: Actor,
  { target, app, wanted }: { target: Target; app: Caller; wanted: Wanted },
): Allowed {
  const { service, api, connection } = target
  if (!reviews(actor, { connection, service: service.id, api: api.id })) return 'not-reviewer'
  if (service.gone) return 'service-gone'
  if (api.gone) return 'api-gone'
  if (!CALLABLE.has(api.authType)) return 'auth-type'
  if (wanted === 'on' && owns(actor, { connection, app: app.id })) return 'own-app'
  if (wanted === 'on' && app.gone) return 'app-gone'
  const picked = pick(service, target.seenBy, wanted === 'on' ? app : undefined)
  return 'whyNot' in picked ? picked.whyNot : true
}
