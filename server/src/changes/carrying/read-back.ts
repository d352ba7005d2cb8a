import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { Caller, Target } from '../../grants/index.ts'
import { CloudFault, type Door } from '../../upstream/port.ts'
import { type CarryNeeds, type Sendable, sentOf } from './carry.ts'
import { isInDoubt, judge, judgeInDoubt, judgeOvertaken, type RecentCall, type Verdict } from '../rules.ts'
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
  { sent, calls }: { sent: readonly Sendable[]; calls: readonly RecentCall[] },
): Promise<Map<string, Verdict>> {
  const readAt = needs.clock.now()
  const callers = await needs.callersOf(sent.map(({ app }) => app))
  const idOf = ({ app }: Sendable): string => callers.get(app)?.cloudId ?? ''
  const isDoubtful = (intent: Sendable, asWanted: boolean): boolean =>
    isInDoubt({ ...intent, cloudId: idOf(intent) }, calls, { asWanted, now: readAt })
  const [first] = sent
  // The rule about creators, which decides through whom is written, stands for giving only.
  const writerOf = first?.wanted === 'on' ? callers.get(first.app) : undefined
  const reading = await readAuthorized(needs, target, { apps: sent.map(idOf), writerOf })
  if (reading instanceof CloudFault) return unread(needs, { target, sent, fault: reading, isDoubtful })
  const verdicts = sent.map((intent) => {
    const isOn = reading.authorized.has(idOf(intent))
    // An incomplete list proves presence, never absence.
    if (!isOn && !reading.complete) return { intent, verdict: WAIT, seen: null }
    const asWanted = isOn === (intent.wanted === 'on')
    const verdict = verdictOf(intent, { asWanted, isDoubtful: isDoubtful(intent, asWanted), readAt })
    return { intent, verdict, seen: { actual: isOn ? ('on' as const) : ('off' as const), readAt } }
  })
  await settle(needs, { target, settled: verdicts })
  return new Map(verdicts.map(({ intent, verdict }) => [intent.id, verdict]))
}

const WAIT: Verdict = { to: 'wait' }

type Shown = { asWanted: boolean; isDoubtful: boolean; readAt: Date }

function verdictOf(intent: Sendable, { asWanted, isDoubtful, readAt }: Shown): Verdict {
  if (intent.overtaken) return judgeOvertaken(sentOf(intent), asWanted)
  return (isDoubtful ? judgeInDoubt : judge)(sentOf(intent), asWanted, readAt)
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

type Unread = {
  target: Target
  sent: readonly Sendable[]
  fault: CloudFault
  isDoubtful: (intent: Sendable, asWanted: boolean) => boolean
}

/** What cannot be read stays unverified and is read again; what the cloud has refused, or no longer has, has failed. */
async function unread(needs: CarryNeeds, { target, sent, fault, isDoubtful }: Unread): Promise<Map<string, Verdict>> {
  const cloud = wordOf(fault)
  needs.log.warn({ api: target.api.id, kind: fault.kind, ...cloud }, 'a change could not be read back')
  const settled = sent.map((intent) => {
    const refusal = intent.said === 'refused' && !isDoubtful(intent, false) ? intent.cloud : null
    const word = fault.kind === 'missing' ? cloud : refusal
    return { intent, verdict: word ? { to: 'failed' as const, cloud: word } : WAIT, seen: null }
  })
  await settle(needs, { target, settled })
  return new Map(settled.map(({ intent, verdict }) => [intent.id, verdict]))
}
