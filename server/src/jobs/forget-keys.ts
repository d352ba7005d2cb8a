import { KEY_HOURS } from '@grantdesk/shared/kernel/limits'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/database.ts'
import { keys } from '../storage/keys.ts'
import type { Job } from './runner.ts'

/** Deletes the answers that are kept under an `Idempotency-Key` longer than promised. */
export const forgetKeys = ({ database, clock }: { database: Database; clock: Clock }): Job => ({
  name: 'house.forget-keys',
  seconds: 300,
  run: async () => {
    const before = new Date(clock.now().getTime() - KEY_HOURS * 3_600_000)
    await database.db.transaction().execute((tx) => keys(tx).forget(before))
  },
})
