import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { Target } from '../grants/index.ts'
import { CloudFault, type Reading, type SeenAccess } from '../upstream/port.ts'
import { type CarryNeeds, readerOf, type Sendable } from './carry.ts'
import { judge, type Verdict } from './rules.ts'
import { settle } from './settle.ts'

export const wordOf = ({ status, code, message, requestId }: CloudFault): CloudWord => ({
  status,
  code,
  message,
  requestId,
})

/** Asks the cloud what it has, and settles what that answers; nothing is called active that was not seen here. */
export async function readBack(
  needs: CarryNeeds,
  target: Target,
  sent: readonly Sendable[],
): Promise<Map<string, Verdict>> {
  const readAt = needs.clock.now()
  const reading = await readAuthorized(needs, target, sent[0])
  if (reading instanceof CloudFault) return unread(needs, { target, sent, fault: reading })
  const callers = await needs.callersOf(sent.map(({ app }) => app))
  const authorized = new Set(reading.rows.filter((row) => row.authorized).map((row) => row.app.appId))
  const verdicts = sent.map((intent) => {
    const cloudId = callers.get(intent.app)?.cloudId
    const seen = cloudId !== undefined && authorized.has(cloudId)
    // An incomplete list proves presence, never absence.
    const known = seen || reading.complete
    const verdict: Verdict = known ? judge(sentOf(intent), seen === (intent.wanted === 'on'), readAt) : { to: 'wait' }
    return { intent, verdict, seen: known ? { actual: seen ? ('on' as const) : ('off' as const), readAt } : null }
  })
  await settle(needs, { target, settled: verdicts })
  return new Map(verdicts.map(({ intent, verdict }) => [intent.id, verdict]))
}

const sentOf = ({ state, attempts, sent_at, said, cloud }: Sendable) => ({
  state,
  attempts,
  sentAt: sent_at,
  said,
  cloud,
})

async function readAuthorized(
  needs: CarryNeeds,
  target: Target,
  intent: Sendable | undefined,
): Promise<Reading<SeenAccess> | CloudFault> {
  const app = intent && (await needs.callersOf([intent.app])).get(intent.app)
  const picked = needs.pick(target.service, target.seenBy, app)
  const identity = readerOf(target, 'identity' in picked ? picked.identity : undefined)
  if (identity === undefined)
    return new CloudFault({
      kind: 'forbidden',
      effect: 'none',
      message: 'No identity of the connection may read this API.',
    })
  try {
    const address = { serviceId: target.service.cloudId, apiId: target.api.cloudId }
    return await needs
      .cloudOf(target.connection)
      .access({ connection: target.connection, identity }, address, 'authorized')
  } catch (fault) {
    if (fault instanceof CloudFault) return fault
    throw fault
  }
}

/** What cannot be read stays unverified and is read again; only what no longer exists has failed for good. */
async function unread(
  needs: CarryNeeds,
  { target, sent, fault }: { target: Target; sent: readonly Sendable[]; fault: CloudFault },
): Promise<Map<string, Verdict>> {
  const cloud = wordOf(fault)
  const verdict: Verdict = fault.kind === 'missing' ? { to: 'failed', cloud } : { to: 'wait' }
  needs.log.warn({ api: target.api.id, kind: fault.kind, ...cloud }, 'a change could not be read back')
  await settle(needs, { target, settled: sent.map((intent) => ({ intent, verdict, seen: null })) })
  return new Map(sent.map(({ id }) => [id, verdict]))
}
