import type { Grant, Wanted } from '@grantdesk/shared/grants'
import type { Allowed } from '@grantdesk/shared/kernel/allowed'
import type { Actor } from '../kernel/permit.ts'
import { type Caller, maySwitch, type PickIdentity, type Target } from './rules.ts'
import type { AllowedOf } from './view.ts'

export type MaySwitch = (actor: Actor, asked: { target: Target; app: Caller; wanted: Wanted }) => Allowed

/** The rule of switching, with the choice of an identity built in. */
export const switching = (pick: PickIdentity): { maySwitch: MaySwitch; allowed: (actor: Actor) => AllowedOf } => ({
  maySwitch: (actor, asked) => maySwitch(pick, actor, asked),
  allowed:
    (actor) =>
    (target, app): Grant['allowed'] => ({
      on: maySwitch(pick, actor, { target, app, wanted: 'on' }),
      off: maySwitch(pick, actor, { target, app, wanted: 'off' }),
    }),
})
