import type { countInventory as contract } from '@grantdesk/shared/inventory'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import type { ApiListStore } from '../apis/index.ts'
import type { AppListStore } from '../apps/index.ts'

export type CountNeeds = Pick<ApiListStore, 'countApis'> &
  Pick<AppListStore, 'countApps'> & { connections: () => Promise<ReadonlyMap<string, unknown>> }

/** How many APIs and apps there are in what is configured now. */
export const countInventory =
  ({ countApis, countApps, connections }: CountNeeds) =>
  async (): Promise<Answer<typeof contract>> => {
    const ids = [...(await connections()).keys()]
    return { apis: await countApis(ids), apps: await countApps(ids) }
  }
