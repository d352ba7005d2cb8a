import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import { type AppResult, CloudFault, type SeenApi } from '../../upstream/port.ts'
import { type CarryNeeds, type Round, sentOf } from './carry.ts'
import { intend } from '../intend.ts'
import { wordOf } from './read-back.ts'
import type { ServiceTarget } from '../register-api.ts'
import { authIdOf, wordOfResult } from './results.ts'
import { judgeRegistration, PATIENCE_MS } from '../rules.ts'
import { aboutOf, settle } from './settle.ts'
import type { IntentRow } from '../tables.ts'
import { throughReaders } from './through-readers.ts'

const failure = (message: string): CloudWord => ({ status: null, code: null, message, requestId: null })

/** One round of a registration: what the service already has is read before anything is sent, and after a lost answer. */
export async function registerRound(needs: CarryNeeds, intent: IntentRow): Promise<Round> {
  const place = await needs.serviceOf(intent.service)
  if (!place) return fail(needs, intent, failure('The service is no longer known.'))
  const picked = needs.pick(place.service, place.seenBy)
  if ('whyNot' in picked) return fail(needs, intent, failure(`No identity may write this: ${picked.whyNot}.`))
  const known = await throughReaders(place, picked.identity, async (door) => {
    const [api = null] = await needs.cloudOf(intent.connection).apisOf(door, place.service.cloudId)
    return api
  })
  if (known instanceof CloudFault) return unread(needs, intent, known)
  const verdict = judgeRegistration(sentOf(intent), known !== null, needs.clock.now())
  if (known) return adopt(needs, { intent, api: known, results: [], attempt: null, requestId: null })
  if (verdict.to === 'failed') return fail(needs, intent, verdict.cloud)
  return verdict.to === 'send' ? register(needs, { intent, place, identity: picked.identity }) : 'wait'
}

async function fail(needs: CarryNeeds, intent: IntentRow, cloud: CloudWord): Promise<Round> {
  await settle(needs, { target: null, settled: [{ intent, verdict: { to: 'failed', cloud } }] })
  return 'again'
}

/** Nothing is sent as long as it is not known what the service has. What was never sent has failed once patience is over. */
async function unread(needs: CarryNeeds, intent: IntentRow, fault: CloudFault): Promise<Round> {
  const isLate = needs.clock.now().getTime() - intent.at.getTime() >= PATIENCE_MS
  const isOver = fault.kind === 'missing' || (intent.attempts === 0 && isLate)
  return isOver ? fail(needs, intent, wordOf(fault)) : 'wait'
}

async function register(
  needs: CarryNeeds,
  { intent, place, identity }: { intent: IntentRow; place: ServiceTarget; identity: string },
): Promise<Round> {
  const callers = await needs.callersOf(intent.apps ?? [])
  const apps = [...callers.values()].map(({ cloudId }) => cloudId)
  const attempt = await needs.work(null, async ({ changes, audit }) => {
    const sent = { holder: needs.holder, identity, operation: 'register' as const, apps, at: needs.clock.now() }
    const id = await changes.attempt(intent.line, sent, [intent.id])
    audit.add({
      kind: 'api.register-sent',
      by: null,
      about: aboutOf(intent),
      data: { attempt: id, identity, apps: apps.length },
    })
    return id
  })
  const carried = { ...intent, attempts: intent.attempts + 1 }
  try {
    const { api, results, requestId } = await needs
      .cloudOf(intent.connection)
      .register({ connection: intent.connection, identity }, place.service.cloudId, apps)
    await needs.work(null, ({ changes }) =>
      changes.end(attempt, { api: api.apiId, results, requestId }, needs.clock.now()),
    )
    return await adopt(needs, { intent: carried, api, results, attempt, requestId })
  } catch (fault) {
    if (fault instanceof CloudFault) return unanswered(needs, { intent: carried, attempt, fault })
    throw fault
  }
}

async function unanswered(
  needs: CarryNeeds,
  { intent, attempt, fault }: { intent: IntentRow; attempt: string; fault: CloudFault },
): Promise<Round> {
  const cloud = wordOf(fault)
  await needs.work(null, async ({ changes }) => {
    await changes.end(attempt, { kind: fault.kind, effect: fault.effect, ...cloud }, needs.clock.now())
    await changes.heard(intent.id, { said: fault.effect === 'none' ? 'refused' : 'unknown', cloud })
  })
  return fault.effect === 'none' ? fail(needs, intent, cloud) : 'wait'
}

type Adopted = {
  intent: IntentRow
  api: SeenApi
  results: readonly AppResult[]
  attempt: string | null
  requestId: string | null
}

/** The service has its API: the apps of the wish become switches of it, verified like any other. */
async function adopt(needs: CarryNeeds, { intent, api, results, attempt, requestId }: Adopted): Promise<Round> {
  const at = needs.clock.now()
  const callers = await needs.callersOf(intent.apps ?? [])
  const apiId = await needs.work(null, ({ shelf }) => shelf.takeApi(intent.connection, intent.service, api))
  const target = await needs.targetOf(apiId)
  if (!target) return fail(needs, intent, failure('The registered API could not be kept.'))
  await needs.work(null, async (stores) => {
    const rows = await stores.grants.lock(apiId, [...callers.keys()], intent.connection)
    const pairs = [...rows.values()].flatMap((row) => {
      const app = callers.get(row.app)
      return app ? [{ app, row }] : []
    })
    const asker = { id: intent.person, name: intent.person_name, email: '', roles: [] }
    const granted = await intend(stores, asker, { target, wanted: 'on', pairs, at })
    const told = granted.flatMap((row) => {
      const result = results.find(({ appId }) => appId === callers.get(row.app)?.cloudId)
      return row.change && result && result.said !== 'unknown' ? [{ intent: row.change.id, app: row.app, result }] : []
    })
    if (attempt !== null && told.length > 0)
      await stores.changes.sent(
        told.map((one) => one.intent),
        attempt,
        at,
      )
    for (const { intent, result } of told)
      await stores.changes.heard(intent, { said: result.said, cloud: wordOfResult(result, requestId) })
    await stores.grants.keepAuthIds(
      apiId,
      told.flatMap(({ app, result }) => authIdOf(app, result)),
    )
    await stores.changes.settle(intent.id, intent.attempts > 0 ? 'done' : 'not-needed', { cloud: null, at })
    stores.audit.add({
      kind: 'api.register-settled',
      by: null,
      about: { ...aboutOf(intent), api: apiId },
      after: { outcome: 'done', api: api.apiId },
    })
  })
  return 'again'
}
