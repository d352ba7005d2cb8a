import type { showAuditHealth } from '@grantdesk/shared/audit'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/database.ts'
import { auditStore } from './store.ts'
import { headText } from './verify-chain.ts'

type Needs = { database: Database; clock: Clock }

/** How far the chain reaches, and for how long the oldest event has waited to join it. */
export const showHealth =
  ({ database, clock }: Needs) =>
  async (): Promise<Answer<typeof showAuditHealth>> => {
    const store = auditStore(database.db)
    const head = await store.head()
    const { count, since } = await store.waiting()
    const seconds = since && Math.max(0, (clock.now().getTime() - since.getTime()) / 1000)
    return { sealed: head.seq, unsealed: count, oldestUnsealedSeconds: seconds, head: headText(head) }
  }
