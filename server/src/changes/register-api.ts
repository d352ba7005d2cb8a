import type { ApiRow, registerApi as contract } from '@grantdesk/shared/apis'
import type { Allowed } from '@grantdesk/shared/kernel/allowed'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Recorder } from '../audit/index.ts'
import type { Caller, PickIdentity, Target } from '../grants/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Actor, owns } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Work } from '../storage/work.ts'
import type { Waker } from './intend.ts'
import { refusalFor } from './rules.ts'
import type { ChangeStore } from './store.ts'
import type { Asked, Directory } from './switch-grant.ts'

export type ServiceTarget = Omit<Target, 'api'>

/** Knows services by our ids, within the unit of work. */
export type Services = {
  place(service: string): Promise<ServiceTarget | undefined>
  /** The row of the list, as this person sees it. */
  row(service: string, actor: Actor): Promise<ApiRow>
  mayRegister(service: string, actor: Actor): Promise<Allowed>
}

export type RegisterNeeds = {
  work: Work<{ services: Services; directory: Directory; changes: ChangeStore; audit: Recorder; waker: Waker }>
  clock: Clock
  pick: PickIdentity
}

/** Registers an API for a service that has none: an intent like any other, carried out behind. */
export const registerApi =
  ({ work, clock, pick }: RegisterNeeds) =>
  ({ params, body }: Input<typeof contract>, { actor, key }: Asked): Promise<Answer<typeof contract>> =>
    work(key, async ({ services, directory, changes, audit, waker }) => {
      const place = (await services.place(params.service)) ?? refuse('not-found')
      const may = await services.mayRegister(params.service, actor)
      if (may !== true) refuse(refusalFor(may), { reason: may })
      const callers = await directory.callers(body.apps)
      for (const app of body.apps)
        check({ actor, place, app: callers.get(app) ?? refuse('not-found', { detail: app }) }, pick)
      const [open] = await changes.open(params.service)
      if (open) return services.row(params.service, actor)
      const at = clock.now()
      const { connection, service } = place
      const asked = { kind: 'register' as const, connection, service: service.id, api: null, app: null, wanted: null }
      const [intent] = await changes.add(
        service.id,
        [{ ...asked, apps: body.apps, person: actor.id, personName: actor.name, at }],
        at,
      )
      const about = { connection, service: service.id, ...(intent ? { intent: intent.id } : {}) }
      audit.add({ kind: 'api.register-intended', by: actor.id, about, after: { apps: body.apps } })
      await waker.wake(service.id)
      return services.row(params.service, actor)
    })

function check({ actor, place, app }: { actor: Actor; place: ServiceTarget; app: Caller }, pick: PickIdentity): void {
  if (owns(actor, { connection: place.connection, app: app.id }))
    refuse('own-app', { reason: 'own-app', detail: app.id })
  if (app.gone) refuse('not-possible', { reason: 'app-gone', detail: app.id })
  const picked = pick(place.service, place.seenBy, app)
  if ('whyNot' in picked) refuse('not-possible', { reason: picked.whyNot, detail: app.id })
}
