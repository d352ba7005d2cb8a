import type { Job } from '../jobs/runner.ts'
import { readConnection, type ReadNeeds, Task } from './reading/read-connection.ts'
import { type AllNeeds, READ, READ_ALL, readAllConnections } from './start-reading.ts'

/** What keeps the inventory. */
export function inventoryJobs(needs: ReadNeeds & AllNeeds): Job[] {
  const read = readConnection(needs)
  return [
    { name: READ_ALL, seconds: 300, run: readAllConnections(needs) },
    // A large world takes a while; one reading too long ends by its lease.
    { name: READ, seconds: 21_600, atOnce: 2, run: (data, signal) => read(Task.parse(data), signal) },
  ]
}
