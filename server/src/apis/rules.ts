import type { AuthType, ServiceState } from '@grantdesk/shared/apis'
import type { Identity } from '@grantdesk/shared/connections'
import type { Allowed, WhyNot } from '@grantdesk/shared/kernel/allowed'
import { type Actor, reviews } from '../kernel/permit.ts'

const AUTH_TYPES: Record<string, AuthType> = { APP: 'app', IAM: 'iam', NONE: 'none' }

/** What the cloud's word for the authentication means here (field `auth_type`, vendor page "Obtaining an API"). */
export const authTypeOf = (word: string | null): AuthType =>
  word === null || word.trim() === '' ? 'unknown' : (AUTH_TYPES[word.trim().toUpperCase()] ?? 'other')

const STATES: readonly string[] = [
  'running',
  'deploying',
  'concerning',
  'failed',
  'stopped',
  'finished',
  'stopping',
  'deleting',
  'pending',
  'waiting',
] satisfies ServiceState[]

/** The state behind the cloud's word (field `status`, vendor page "Querying Services"); unknown words stay visible. */
export function serviceStateOf(word: string | null): ServiceState {
  const state = word?.trim().toLowerCase() ?? ''
  return STATES.includes(state) ? (state as ServiceState) : 'other'
}

/**
 * Chooses through whom to write to a service.
 *
 * The creator of an app must be the creator of the service, and whoever writes needs the update permission on it (vendor
 * page "Authorizing an API to Apps"): the service's creator surely has it. What is not known is left to the cloud. The
 * creator rule stands for giving only, so ask without an app when taking away.
 */
export function pickIdentity(
  service: { owner: string | null },
  seenBy: readonly Identity[],
  app?: { creator: string | null },
): { identity: string } | { whyNot: WhyNot } {
  const able = seenBy.filter(({ duties }) => duties.includes('grant'))
  if (able.length === 0) return { whyNot: 'no-identity' }
  const creator = app?.creator ?? null
  if (creator !== null && service.owner !== null && creator !== service.owner) return { whyNot: 'creator-differs' }
  const wanted = service.owner ?? creator
  const [best] = able.toSorted((a, b) => likeness(b, wanted) - likeness(a, wanted))
  return best ? { identity: best.label } : { whyNot: 'no-identity' }
}

/** The owner first, then those who may be it, then the others; equals stay in the order of the configuration. */
const likeness = ({ cloudUser }: Identity, wanted: string | null): number =>
  cloudUser === null ? 1 : cloudUser === wanted ? 2 : 0

/** Where a service with its API stands, for the rules. */
export type Standing = {
  connection: string
  service: { id: string; owner: string | null; gone: boolean }
  api: { id: string; authType: AuthType; gone: boolean } | null
  seenBy: readonly Identity[]
  /** A registration is on its way. */
  registering: boolean
}

const CALLABLE: readonly AuthType[] = ['app', 'unknown']

/** Whether the person may switch apps of this API at all; the rules of each app come besides. */
export function maySwitchHere(actor: Actor, { connection, service, api, seenBy }: Standing): Allowed {
  if (!reviews(actor, { connection, service: service.id, ...(api ? { api: api.id } : {}) })) return 'not-reviewer'
  if (service.gone) return 'service-gone'
  if (!api || api.gone) return 'api-gone'
  if (!CALLABLE.includes(api.authType)) return 'auth-type'
  return writable(service, seenBy)
}

/** Whether the person may register an API for the service. */
export function mayRegister(actor: Actor, { connection, service, api, seenBy, registering }: Standing): Allowed {
  if (!reviews(actor, { connection, service: service.id })) return 'not-reviewer'
  if (service.gone) return 'service-gone'
  if (api && !api.gone) return 'api-exists'
  if (registering) return 'in-progress'
  return writable(service, seenBy)
}

function writable(service: { owner: string | null }, seenBy: readonly Identity[]): Allowed {
  const picked = pickIdentity(service, seenBy)
  return 'whyNot' in picked ? picked.whyNot : true
}
