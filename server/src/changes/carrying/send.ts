import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { Caller, Target } from '../../grants/index.ts'
import { type AppResult, CloudFault, type WriteAnswer } from '../../upstream/port.ts'
import type { CarryNeeds, Round, Sendable } from './carry.ts'
import { wordOf } from './read-back.ts'
import { type Complete, replacement } from './replace.ts'
import { authIdOf, wordOfResult } from './results.ts'
import { PATIENCE_MS, resendAt } from '../rules.ts'
import { settle } from './settle.ts'
import type { Operation } from '../tables.ts'

/** Apps that travel together in one call. */
const MOST_APPS = 100

type Batch = {
  identity: string
  operation: Operation
  intents: readonly Sendable[]
  callers: Map<string, Caller>
  complete: Complete | null
}

/** Sends the first group of what is due: same direction, same identity, one call. */
export async function send(needs: CarryNeeds, target: Target, due: readonly Sendable[]): Promise<Round> {
  const callers = await needs.callersOf(due.map(({ app }) => app))
  const batch = await preparing(needs, { target, due }, () => batchOf(needs, target, { due, callers }))
  if (batch === null) return 'again'
  if ('waitMs' in batch) return batch
  const attempt = await commitAttempt(needs, target, batch)
  try {
    return await heard(needs, { target, batch, attempt, answer: await call(needs, target, batch) })
  } catch (fault) {
    if (fault instanceof CloudFault) return failed(needs, { target, batch, attempt, fault })
    throw fault
  }
}

/** A reading that a write depends on may fail: then nothing was sent, and it waits until patience is over. */
async function preparing<T>(
  needs: CarryNeeds,
  { target, due }: { target: Target; due: readonly Sendable[] },
  step: () => Promise<T>,
): Promise<T | null | { waitMs: number }> {
  try {
    return await step()
  } catch (fault) {
    if (!(fault instanceof CloudFault)) throw fault
    const late = due.filter(({ at }) => needs.clock.now().getTime() - at.getTime() >= PATIENCE_MS)
    await settle(needs, {
      target,
      settled: late.map((intent) => ({ intent, verdict: { to: 'failed', cloud: wordOf(fault) } })),
    })
    return late.length === due.length ? null : { waitMs: fault.retryAfterMs ?? RETRY_MS }
  }
}

/** Chooses through whom the first one goes, and who may go with it. Those for whom nobody may write have failed. */
async function batchOf(
  needs: CarryNeeds,
  target: Target,
  { due, callers }: { due: readonly Sendable[]; callers: Map<string, Caller> },
): Promise<Batch | null> {
  const picks = due.map((intent) => {
    const app = callers.get(intent.app)
    return { intent, pick: needs.pick(target.service, target.seenBy, intent.wanted === 'on' ? app : undefined) }
  })
  const barred = picks.flatMap(({ intent, pick }) =>
    'whyNot' in pick ? [{ intent, verdict: { to: 'failed' as const, cloud: noWay(pick.whyNot) } }] : [],
  )
  await settle(needs, { target, settled: barred })
  const open = picks.flatMap(({ intent, pick }) => ('identity' in pick ? [{ intent, identity: pick.identity }] : []))
  const [first] = open
  if (!first) return null
  const intents = open
    .filter(({ intent, identity }) => identity === first.identity && intent.wanted === first.intent.wanted)
    .slice(0, MOST_APPS)
    .map(({ intent }) => intent)
  const base = { identity: first.identity, intents, callers }
  // A replacing write that turns out to have added only is repaired by taking away what should be gone.
  const isRepair = first.intent.wanted === 'off' && first.intent.attempts > 0
  if (isRepair || (await needs.writesOf(target.connection)) === 'delta') {
    return { ...base, operation: first.intent.wanted === 'on' ? 'grant' : 'revoke', complete: null }
  }
  const complete = await replacement(needs, target, base)
  return complete && { ...base, operation: 'replace', complete }
}

const noWay = (reason: string): CloudWord => ({
  status: null,
  code: null,
  message: `No identity may write this: ${reason}.`,
  requestId: null,
})

const cloudIds = ({ intents, callers }: Batch): string[] =>
  intents.flatMap(({ app }) => callers.get(app)?.cloudId ?? [])

/** What is about to be sent is committed before it is sent. */
const commitAttempt = (needs: CarryNeeds, target: Target, batch: Batch): Promise<string> =>
  needs.work(null, async ({ changes, audit, grants }) => {
    const { identity, operation, intents } = batch
    const ids = intents.map(({ id }) => id)
    const apps = batch.complete?.apps ?? cloudIds(batch)
    const rows = await grants.lock(
      target.api.id,
      intents.map(({ app }) => app),
      target.connection,
    )
    await grants.save(
      [...rows.values()].map((row) =>
        row.change && ids.includes(row.change.id)
          ? { ...row, change: { ...row.change, state: 'sending' as const } }
          : row,
      ),
    )
    const sent = { holder: needs.holder, identity, operation, apps, at: needs.clock.now() }
    const attempt = await changes.attempt(target.api.id, sent, ids)
    audit.add({
      kind: 'grant.sent',
      by: null,
      about: { connection: target.connection, service: target.service.id, api: target.api.id },
      data: { attempt, identity, operation, apps: apps.length, intents: ids },
    })
    return attempt
  })

function call(needs: CarryNeeds, target: Target, batch: Batch): Promise<WriteAnswer> {
  const cloud = needs.cloudOf(target.connection)
  const door = { connection: target.connection, identity: batch.identity }
  const address = { serviceId: target.service.cloudId, apiId: target.api.cloudId }
  if (batch.complete) return cloud.replace(door, address, batch.complete.apps)
  return batch.operation === 'grant'
    ? cloud.grant(door, address, cloudIds(batch))
    : cloud.revoke(door, address, cloudIds(batch))
}

type Heard = { target: Target; batch: Batch; attempt: string }

/** Keeps what the cloud said of each app. Whether it is so, the next reading tells. */
async function heard(
  needs: CarryNeeds,
  { target, batch, attempt, answer }: Heard & { answer: WriteAnswer },
): Promise<Round> {
  const byApp = new Map([...answer.results, ...answer.others].map((result) => [result.appId, result]))
  const resultOf = ({ app }: Sendable): AppResult | undefined => byApp.get(batch.callers.get(app)?.cloudId ?? '')
  await needs.work(null, async ({ changes, grants }) => {
    await changes.end(
      attempt,
      { results: answer.results, others: answer.others, requestId: answer.requestId },
      needs.clock.now(),
    )
    for (const intent of batch.intents) {
      const result = resultOf(intent)
      const cloud = wordOfResult(result, answer.requestId)
      await changes.heard(intent.id, { said: result?.said ?? 'unknown', cloud })
    }
    const granted = batch.intents.filter(({ wanted }) => wanted === 'on')
    await grants.keepAuthIds(
      target.api.id,
      granted.flatMap((intent) => authIdOf(intent.app, resultOf(intent))),
    )
  })
  return 'again'
}

/** The call failed: whether it did nothing or that is not known, the next reading tells what is. */
async function failed(
  needs: CarryNeeds,
  { target, batch, attempt, fault }: Heard & { fault: CloudFault },
): Promise<Round> {
  const now = needs.clock.now()
  const cloud = wordOf(fault)
  const isLost = fault.effect === 'unknown'
  const waiting = passes(fault) ? batch.intents.filter(({ at }) => now.getTime() - at.getTime() < PATIENCE_MS) : []
  const outcome = { kind: fault.kind, effect: fault.effect, ...cloud }
  await needs.work(null, async ({ changes, audit }) => {
    await changes.end(attempt, outcome, now)
    const word = isLost ? { said: 'unknown' as const, resendAt: resendAt(fault, now) } : { said: 'refused' as const }
    for (const { id } of batch.intents) await changes.heard(id, { ...word, cloud })
    if (waiting.length > 0)
      await changes.putBack(
        waiting.map(({ id }) => id),
        now,
      )
    if (isLost) {
      const about = { connection: target.connection, service: target.service.id, api: target.api.id }
      audit.add({ kind: 'grant.unverified', by: null, about, data: { attempt, ...outcome } })
    }
  })
  return waiting.length > 0 ? { waitMs: fault.retryAfterMs ?? RETRY_MS } : 'again'
}

const RETRY_MS = 2_000

/** Surely nothing happened, for a reason that passes: whose patience is not over waits for another try. */
const passes = ({ effect, kind }: CloudFault): boolean =>
  effect === 'none' && (kind === 'throttled' || kind === 'unreachable')
