import type { Wanted } from '@grantdesk/shared/grants'
import type { NewEvent, Recorder } from '../audit/index.ts'
import type { Caller, GrantRow, GrantStore, Target } from '../grants/index.ts'
import type { Actor } from '../kernel/permit.ts'
import type { ChangeStore, NewIntent } from './store.ts'
import { viewChange } from './view.ts'

/** Wakes the worker of a line once the unit of work has committed. */
export type Waker = { wake(line: string): Promise<void> }

export type IntendStores = {
  grants: Pick<GrantStore, 'save'>
  changes: Pick<ChangeStore, 'add'>
  audit: Recorder
  waker: Waker
}

const ON_THE_WAY = new Set(['waiting', 'sending', 'unknown'])

/** Whether a pair is as wanted already, or on its way there: then a repeated wish adds nothing. */
export const isUnderway = (row: GrantRow, wanted: Wanted): boolean =>
  row.wanted === wanted && ((row.change !== null && ON_THE_WAY.has(row.change.state)) || row.actual === wanted)

type Switch = { target: Target; wanted: Wanted; pairs: readonly { app: Caller; row: GrantRow }[] }

/** Writes the intents of some pairs of one API, their rows and their events: the only way a grant ever changes. */
export async function intend(stores: IntendStores, actor: Actor, asked: Switch & { at: Date }): Promise<GrantRow[]> {
  const { target, wanted, pairs, at } = asked
  if (pairs.length === 0) return []
  const intents = await stores.changes.add(
    target.api.id,
    pairs.map(({ app }) => intentOf(actor, asked, app)),
    at,
  )
  const rows = pairs.map(({ row }, i): GrantRow => {
    const intent = intents[i]
    return { ...row, wanted, version: row.version + 1, change: intent ? viewChange(intent) : row.change }
  })
  await stores.grants.save(rows)
  for (const [i, row] of rows.entries()) stores.audit.add(eventOf(actor, target, { before: pairs[i]?.row, row }))
  await stores.waker.wake(target.api.id)
  return rows
}

const intentOf = (actor: Actor, { target, wanted, at }: Switch & { at: Date }, app: Caller): NewIntent => ({
  kind: 'switch',
  connection: target.connection,
  service: target.service.id,
  api: target.api.id,
  app: app.id,
  wanted,
  apps: null,
  person: actor.id,
  personName: actor.name,
  at,
})

const eventOf = (
  actor: Actor,
  { connection, service, api }: Target,
  { before, row }: { before: GrantRow | undefined; row: GrantRow },
): NewEvent => ({
  kind: 'grant.intended',
  by: actor.id,
  about: {
    connection,
    service: service.id,
    api: api.id,
    app: row.app,
    ...(row.change ? { intent: row.change.id } : {}),
  },
  before: before && { wanted: before.wanted, actual: before.actual, version: before.version },
  after: { wanted: row.wanted, version: row.version },
})
