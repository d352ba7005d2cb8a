import type { listApis as contract } from '@grantdesk/shared/apis'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Actor } from '../kernel/permit.ts'
import { type BesideNeeds, besideOf } from './beside.ts'
import type { ApiListStore } from './list-store.ts'
import { viewApi } from './view.ts'

export type ListNeeds = BesideNeeds & { page: ApiListStore['page'] }

/** Services and their APIs over all connections, from the inventory. */
export const listApis =
  (needs: ListNeeds) =>
  async ({ query }: Input<typeof contract>, { actor }: { actor: Actor }): Promise<Answer<typeof contract>> => {
    const connections = await needs.connections()
    const { entries, next, total } = await needs.page(query, [...connections.keys()])
    const beside = await besideOf({ ...needs, connections: async () => connections }, entries)
    return { rows: entries.map((entry) => viewApi(entry, beside(entry), actor)), next, total }
  }
