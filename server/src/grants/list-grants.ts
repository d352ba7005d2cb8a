import type { listGrants as contract } from '@grantdesk/shared/grants'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Actor } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Directory } from './list-access.ts'
import type { Caller } from './rules.ts'
import type { GrantStore } from './store.ts'
import { type AllowedOf, untouched, viewGrant } from './view.ts'

export type Needs = {
  directory: Directory & { callers(apps: readonly string[]): Promise<Map<string, Caller>> }
  grants: Pick<GrantStore, 'of'>
  allowed: (actor: Actor) => AllowedOf
}

/** What the desk knows of some pairs, without asking the cloud: cheap enough to be asked every second. */
export const listGrants =
  ({ directory, grants, allowed }: Needs) =>
  async (
    { params: { api }, query }: Input<typeof contract>,
    { actor }: { actor: Actor },
  ): Promise<Answer<typeof contract>> => {
    const target = (await directory.target(api)) ?? refuse('not-found')
    const callers = await directory.callers(query.app)
    const rows = new Map((await grants.of(api, query.app)).map((row) => [row.app, row]))
    return {
      rows: [...callers.values()].map((caller) =>
        viewGrant(rows.get(caller.id) ?? untouched(api, caller.id, target.connection), allowed(actor)(target, caller)),
      ),
    }
  }
