import type { ConnectionStore } from '../connections/index.ts'
import type { Queue } from '../jobs/queue.ts'
import type { Work } from '../storage/work.ts'
import type { ReadingTask } from './reading/run.ts'

/** The job that reads one connection. */
export const READ = 'inventory.read'
/** The job that lets all connections be read. */
export const READ_ALL = 'inventory.read-all'

export type StartStores = { connections: Pick<ConnectionStore, 'beginReading'>; queue: Queue; at: Date }

/** Within a unit of work: lets a connection be read, unless it is being read. */
export async function startReading({ connections, queue, at }: StartStores, connection: string): Promise<void> {
  const run = await connections.beginReading(connection, at)
  if (run !== undefined) await queue.add(READ, { connection, run } satisfies ReadingTask)
}

export type AllNeeds = { work: Work<StartStores>; connections: () => Promise<ReadonlyMap<string, unknown>> }

/** Lets every configured connection be read. */
export const readAllConnections =
  ({ work, connections }: AllNeeds) =>
  async (): Promise<void> => {
    for (const connection of (await connections()).keys()) {
      await work(null, (stores) => startReading(stores, connection))
    }
  }
