import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { Caller, Target } from '../../grants/index.ts'
import { CloudFault, type Door } from '../../upstream/port.ts'
import { type CarryNeeds, type Sendable, sentOf } from './carry.ts'
import { judge, judgeInDoubt, type Verdict } from '../rules.ts'
import { settle } from './settle.ts'
import { throughReaders } from './through-readers.ts'

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
  { sent, doubtful }: { sent: readonly Sendable[]; doubtful: ReadonlySet<string> },
): Promise<Map<string, Verdict>> {
  const readAt = needs.clock.now()
  const callers = await needs.callersOf(sent.map(({ app }) => app))
  const idOf = ({ app }: Sendable): string => callers.get(app)?.cloudId ?? ''
  const [first] = sent
  // The rule about creators, which decides through whom is written, stands for giving only.
  const writerOf = first?.wanted === 'on' ? callers.get(first.app) : undefined
  const reading = await readAuthorized(needs, target, { apps: sent.map(idOf), writerOf })
  if (reading instanceof CloudFault) return unread(needs, { target, sent, fault: reading })
  const verdicts = sent.map((intent) => {
    const seen = reading.authorized.has(idOf(intent))
    // An incomplete list proves presence, never absence.
    const known = seen || reading.complete
    const rule = doubtful.has(intent.app) ? judgeInDoubt : judge
    const verdict: Verdict = known ? rule(sentOf(intent), seen === (intent.wanted === 'on'), readAt) : { to: 'wait' }
    return { intent, verdict, seen: known ? { actual: seen ? ('on' as const) : ('off' as const), readAt } : null }
  })
  await settle(needs, { target, settled: verdicts })
  return new Map(verdicts.map(({ intent, verdict }) => [intent.id, verdict]))
}

/** Apps (the cloud's ids) that an API is granted to, as far as was read. */
type Authorized = { authorized: ReadonlySet<string>; complete: boolean }

/** Apps whose state is to be told (the cloud's ids), and the one that decides through whom. */
type Asked = { apps: readonly string[]; writerOf: Caller | undefined }

async function readAuthorized(
  needs: CarryNeeds,
  target: Target,
  { apps, writerOf }: Asked,
): Promise<Authorized | CloudFault> {
  const picked = needs.pick(target.service, target.seenBy, writerOf)
  const address = { serviceId: target.service.cloudId, apiId: target.api.cloudId }
  return throughReaders(target, 'identity' in picked ? picked.identity : undefined, async (door) => {
    const { rows, complete } = await needs.cloudOf(target.connection).access(door, address, 'authorized')
    const authorized = new Set(rows.filter((row) => row.authorized).map((row) => row.app.appId))
    if (apps.every((app) => authorized.has(app))) return { authorized, complete }
    return { authorized: new Set([...authorized, ...(await readWhole(needs, target, door))]), complete }
  })
}

/**
 * The apps in the service's own record. The list of an API is relative to who asks: an app that it does not show may be
 * authorized all the same, and only what neither shows is absent.
 */
async function readWhole(needs: CarryNeeds, target: Target, door: Door): Promise<string[]> {
  try {
    const whole = await needs.cloudOf(target.connection).authorizedOf(door, target.service.cloudId)
    return whole?.apiId === target.api.cloudId ? whole.apps.map(({ appId }) => appId) : []
  } catch (fault) {
    if (fault instanceof CloudFault && TELLS_NOTHING.has(fault.kind)) return []
    throw fault
  }
}

const TELLS_NOTHING: ReadonlySet<CloudFault['kind']> = new Set(['forbidden', 'refused'])

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
