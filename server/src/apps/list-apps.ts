import type { listApps as contract } from '@grantdesk/shared/apps'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Actor } from '../kernel/permit.ts'
import { type BesideNeeds, besideOf } from './beside.ts'
import type { AppListStore } from './list-store.ts'
import { ownedBy } from './rules.ts'
import { viewApp } from './view.ts'

export type ListNeeds = BesideNeeds & { page: AppListStore['page'] }

/** Apps over all connections, from the inventory; with `mine`, those that the asking person owns. */
export const listApps =
  (needs: ListNeeds) =>
  async ({ query }: Input<typeof contract>, { actor }: { actor: Actor }): Promise<Answer<typeof contract>> => {
    const connections = await needs.connections()
    const owned = query.mine === true ? ownedBy(actor) : null
    const { entries, next, total } = await needs.page(query, { connections: [...connections.keys()], owned })
    const beside = await besideOf({ ...needs, connections: async () => connections }, entries)
    return { rows: entries.map((entry) => viewApp(entry, beside(entry))), next, total }
  }
