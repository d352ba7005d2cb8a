import type { verifyAudit } from '@grantdesk/shared/audit'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/database.ts'
import { breakOf, EMPTY, type Head } from './rules.ts'
import { auditStore } from './store.ts'

type Needs = { database: Database; clock: Clock }
type Verdict = Answer<typeof verifyAudit>

const BATCH = 1_000

/** Recomputes every link from the stored texts and stops at the first that differs. */
export const verifyChain =
  ({ database, clock }: Needs) =>
  async (): Promise<Verdict> => {
    const store = auditStore(database.db)
    let head = EMPTY
    for (;;) {
      const links = await store.sealed(head.seq, BATCH)
      for (const link of links) {
        const why = breakOf(head, link)
        if (why) return verdict(head, { seq: head.seq + 1, why }, clock)
        head = { seq: link.seal.seq, hash: link.seal.hash }
      }
      if (links.length < BATCH) break
    }
    const strays = await store.strays()
    return verdict(head, strays > 0 ? { seq: head.seq + 1, why: 'event-unsealed' } : null, clock)
  }

const verdict = (head: Head, broken: Verdict['broken'], clock: Clock): Verdict => ({
  ok: broken === null,
  checked: head.seq,
  head: headText(head),
  broken,
  at: clock.now().toISOString(),
})

/** The newest hash in hex; `null` while nothing is sealed. */
export const headText = (head: Head): string | null => (head.seq === 0 ? null : Buffer.from(head.hash).toString('hex'))
