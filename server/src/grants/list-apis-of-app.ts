import type { listApisOfApp as contract } from '@grantdesk/shared/apps'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Actor } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Directory } from './list-access.ts'
import type { ApisOfAppStore } from './apis-of-app-store.ts'
import type { Caller } from './rules.ts'
import { type AllowedOf, viewGrant } from './view.ts'

export type Needs = {
  directory: Directory & { callers(apps: readonly string[]): Promise<Map<string, Caller>> }
  apisOfApp: ApisOfAppStore
  allowed: (actor: Actor) => AllowedOf
}

/** The APIs that one app may call, or that were switched for it here. */
export const listApisOfApp =
  ({ directory, apisOfApp, allowed }: Needs) =>
  async (
    { params: { app }, query }: Input<typeof contract>,
    { actor }: { actor: Actor },
  ): Promise<Answer<typeof contract>> => {
    const caller = (await directory.callers([app])).get(app) ?? refuse('not-found')
    const page = await apisOfApp.page(app, query)
    const rows = await Promise.all(
      page.rows.map(async ({ row, api }) => {
        const target = (await directory.target(row.api)) ?? refuse('not-found')
        return { grant: viewGrant(row, allowed(actor)(target, caller)), api }
      }),
    )
    return { rows: rows as Answer<typeof contract>['rows'], next: page.next, total: page.total }
  }
