import type { Identity } from '@grantdesk/shared/connections'
import type { Grant, GrantState, Wanted } from '@grantdesk/shared/grants'
import type { Allowed, WhyNot } from '@grantdesk/shared/kernel/allowed'
import { type Actor, owns, reviews } from '../kernel/permit.ts'

/** What the desk holds of one app on one API. */
export type Held = {
  wanted: Wanted | null
  actual: Wanted | null
  change: Grant['change']
}

const ON_THE_WAY = { on: 'issuing', off: 'ending' } as const

/** What a row may claim. It is `active` only when a reading showed it. */
export function stateOf({ wanted, actual, change }: Held): GrantState {
  switch (change?.state) {
    case 'waiting':
    case 'sending':
      return ON_THE_WAY[wanted ?? 'off']
    case 'unknown':
      return 'unverified'
    case 'failed':
      return actual === wanted ? atRest(actual) : 'failed'
    case 'done':
    case 'not-needed':
    case undefined:
      return isOtherwise(wanted, actual) ? 'outside' : atRest(actual)
  }
}

const isOtherwise = (wanted: Wanted | null, actual: Wanted | null): boolean =>
  wanted !== null && actual !== null && wanted !== actual

const atRest = (actual: Wanted | null): GrantState => (actual === 'on' ? 'active' : 'none')

/** Where a switch stands: the API with its service, and who can see it. */
export type Target = {
  connection: string
  service: { id: string; cloudId: string; owner: string | null; gone: boolean }
  api: { id: string; cloudId: string; authType: 'app' | 'iam' | 'none' | 'unknown' | 'other'; gone: boolean }
  seenBy: readonly Seer[]
}

/** An identity of the connection that has seen the service. */
type Seer = Identity

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
  const barred = barredBy(target) ?? (wanted === 'on' ? barredFor(actor, connection, app) : null)
  if (barred) return barred
  const picked = pick(service, target.seenBy, wanted === 'on' ? app : undefined)
  return 'whyNot' in picked ? picked.whyNot : true
}

function barredBy({ service, api }: Target): WhyNot | null {
  if (service.gone) return 'service-gone'
  if (api.gone) return 'api-gone'
  return CALLABLE.has(api.authType) ? null : 'auth-type'
}

function barredFor(actor: Actor, connection: string, app: Caller): WhyNot | null {
  if (owns(actor, { connection, app: app.id })) return 'own-app'
  return app.gone ? 'app-gone' : null
}
