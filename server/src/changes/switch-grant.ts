import type { switchGrant as contract } from '@grantdesk/shared/grants'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Grant } from '@grantdesk/shared/grants'
import type { AllowedOf, Caller, GrantRow, GrantStore, MaySwitch, Target } from '../grants/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Actor } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Key } from '../storage/keys.ts'
import type { Work } from '../storage/work.ts'
import { intend, type IntendStores, isUnderway } from './intend.ts'
import { refusalFor } from './rules.ts'

/** Knows APIs and apps by our ids, within the unit of work. */
export type Directory = {
  target(api: string): Promise<Target | undefined>
  callers(apps: readonly string[]): Promise<Map<string, Caller>>
}

type SwitchStores = IntendStores & { grants: GrantStore; directory: Directory }

export type Needs = {
  work: Work<SwitchStores>
  clock: Clock
  maySwitch: MaySwitch
  allowed: (actor: Actor) => AllowedOf
  viewGrant: (row: GrantRow, allowed: Grant['allowed']) => Grant
}

export type Asked = { actor: Actor; key: Key | null }

/** Switches one app on or off: refused, or written down at once and carried out behind. */
export const switchGrant =
  ({ work, clock, maySwitch, allowed, viewGrant }: Needs) =>
  (
    { params, body: { wanted } }: Input<typeof contract>,
    { actor, key, version }: Asked & { version: number },
  ): Promise<Answer<typeof contract>> =>
    work(key, async (stores) => {
      const target = (await stores.directory.target(params.api)) ?? refuse('not-found')
      const app = (await stores.directory.callers([params.app])).get(params.app) ?? refuse('not-found')
      const may = maySwitch(actor, { target, app, wanted })
      if (may !== true) refuse(refusalFor(may), { reason: may })
      const row = (await stores.grants.lock(params.api, [app.id], target.connection)).get(app.id) ?? refuse('not-found')
      const view = (now: GrantRow): Grant => viewGrant(now, allowed(actor)(target, app))
      if (row.version !== version) refuse('stale', { current: view(row) })
      if (isUnderway(row, wanted)) return view(row)
      const [changed = row] = await intend(stores, actor, { target, wanted, pairs: [{ app, row }], at: clock.now() })
      return view(changed)
    })
