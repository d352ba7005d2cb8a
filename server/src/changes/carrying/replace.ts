import type { Caller, Target } from '../../grants/index.ts'
import type { CarryNeeds, Sendable } from './carry.ts'
import { LAG_MS } from '../rules.ts'
import { settle } from './settle.ts'

/** The complete set of apps (the cloud's ids) that a replacing write sends. */
export type Complete = { apps: string[] }

type Base = { identity: string; intents: readonly Sendable[]; callers: Map<string, Caller> }

/**
 * What the API shall have after the change, from a fresh complete reading and from what calls of ours have just brought
 * about, which the reading may not show yet; `null` when that cannot be told safely.
 *
 * A replacing write drops every app it does not name. So it is not sent when the reading was incomplete, nor when the
 * service's own record shows authorized apps that this identity cannot see (they would lose their access).
 */
export async function replacement(
  needs: CarryNeeds,
  target: Target,
  { identity, intents, callers }: Base,
): Promise<Complete | null> {
  const cloud = needs.cloudOf(target.connection)
  const door = { connection: target.connection, identity }
  const address = { serviceId: target.service.cloudId, apiId: target.api.cloudId }
  const reading = await cloud.access(door, address, 'authorized')
  const whole = await cloud.authorizedOf(door, target.service.cloudId)
  const current = new Set(reading.rows.filter(({ authorized }) => authorized).map(({ app }) => app.appId))
  const hidden = (whole?.apiId === target.api.cloudId ? whole.apps : []).filter(({ appId }) => !current.has(appId))
  if (!reading.complete || hidden.length > 0) {
    const message =
      hidden.length > 0
        ? `${hidden.length} authorized apps are hidden from ${identity}: replacing the list would end their access.`
        : 'The list of authorized apps could not be read completely.'
    const verdict = { to: 'failed' as const, cloud: { status: null, code: null, message, requestId: null } }
    await settle(needs, { target, settled: intents.map((intent) => ({ intent, verdict })) })
    return null
  }
  const since = new Date(needs.clock.now().getTime() - LAG_MS)
  const answered = await needs.reads.answeredWishes(target.api.id, since)
  const known = new Map([...(await needs.callersOf(answered.map(({ app }) => app))), ...callers])
  for (const { app, wanted } of [...answered, ...intents]) {
    const cloudId = known.get(app)?.cloudId
    if (cloudId === undefined) continue
    if (wanted === 'on') current.add(cloudId)
    else current.delete(cloudId)
  }
  return { apps: [...current] }
}
