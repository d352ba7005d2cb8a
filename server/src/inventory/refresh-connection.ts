import type { Connection, refreshConnection as contract } from '@grantdesk/shared/connections'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { refuse } from '../kernel/refusal.ts'
import type { Key } from '../storage/keys.ts'
import type { Work } from '../storage/work.ts'
import { startReading, type StartStores } from './start-reading.ts'

export type RefreshConnectionNeeds = {
  work: Work<StartStores & { shown: (connection: string) => Promise<Connection | undefined> }>
}

/** Lets a connection be read again, now; one that is being read is left to it. */
export const refreshConnection =
  ({ work }: RefreshConnectionNeeds) =>
  ({ params }: Input<typeof contract>, { key }: { key: Key | null }): Promise<Answer<typeof contract>> =>
    work(key, async (stores) => {
      if (!(await stores.shown(params.connection))) refuse('not-found')
      await startReading(stores, params.connection)
      return (await stores.shown(params.connection)) ?? refuse('not-found')
    })
