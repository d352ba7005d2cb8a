import type { Wanted } from '@grantdesk/shared/grants'
import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { NewEvent } from '../../audit/index.ts'
import type { GrantRow, Target } from '../../grants/index.ts'
import type { CarryNeeds, CarryStores } from './carry.ts'
import type { Verdict } from '../rules.ts'
import type { IntentRow } from '../tables.ts'
import { viewChange } from '../view.ts'

type Settled = { intent: IntentRow; verdict: Verdict; seen?: { actual: Wanted; readAt: Date } | null }

type Settling = { target: Target | null; settled: readonly Settled[] }

/** Writes down what became of intents, with their rows and events, in one unit of work. */
export async function settle(needs: CarryNeeds, { target, settled }: Settling): Promise<void> {
  if (settled.length === 0) return
  const at = needs.clock.now()
  await needs.work(null, async (stores) => {
    const rows = await rowsOf(stores, settled)
    const changed = new Map<string, GrantRow>()
    for (const one of settled) {
      const { intent } = one
      const closed = await close(stores, one, at)
      const row = intent.app === null ? undefined : (changed.get(intent.app) ?? rows.get(intent.app))
      if (row && intent.app !== null) changed.set(intent.app, follow(row, one, closed))
    }
    await stores.grants.save([...changed.values()])
    if (target) await stores.shelf.recount(target.api.id, [...changed.keys()])
  })
}

async function rowsOf({ grants }: CarryStores, settled: readonly Settled[]): Promise<Map<string, GrantRow>> {
  const [first] = settled
  if (!first || first.intent.api === null) return new Map()
  const apps = settled.flatMap(({ intent }) => (intent.app === null ? [] : [intent.app]))
  return grants.lock(first.intent.api, apps, first.intent.connection)
}

/** Ends an intent where its verdict ends it; answers it as it stands now. */
async function close(stores: CarryStores, { intent, verdict, seen }: Settled, at: Date): Promise<IntentRow> {
  switch (verdict.to) {
    case 'send':
      return intent
    case 'wait':
      if (intent.state === 'sending')
        await stores.changes.heard(intent.id, { said: intent.said ?? 'unknown', cloud: intent.cloud })
      return { ...intent, state: 'unknown' }
    case 'done':
    case 'not-needed':
    case 'failed': {
      const cloud: CloudWord | null = verdict.to === 'failed' ? verdict.cloud : null
      await stores.changes.settle(intent.id, verdict.to, { cloud, at })
      stores.audit.add(settledEvent(intent, { outcome: verdict.to, cloud, seen }))
      return { ...intent, state: verdict.to, settled_at: at, cloud }
    }
  }
}

type Ending = { outcome: string; cloud: CloudWord | null; seen: Settled['seen'] }

const settledEvent = (intent: IntentRow, { outcome, cloud, seen }: Ending): NewEvent => ({
  kind: intent.kind === 'register' ? 'api.register-settled' : 'grant.settled',
  by: null,
  about: aboutOf(intent),
  after: { outcome, wanted: intent.wanted, actual: seen?.actual ?? null, readAt: seen?.readAt.toISOString() ?? null },
  ...(cloud ? { data: { cloud } } : {}),
})

export const aboutOf = ({ connection, service, api, app, id }: IntentRow) => ({
  connection,
  service,
  intent: id,
  ...(api === null ? {} : { api }),
  ...(app === null ? {} : { app }),
})

/** The row after it: what was seen, and the change as it stands, unless a newer one is the row's by now. */
function follow(row: GrantRow, { seen, verdict }: Settled, intent: IntentRow): GrantRow {
  const isCurrent = row.change?.id === intent.id
  return {
    ...row,
    ...(seen ? { actual: seen.actual, verifiedAt: seen.readAt } : {}),
    authId: seen?.actual === 'off' ? null : row.authId,
    ...(isCurrent ? { change: viewChange(intent) } : {}),
    version: isCurrent && verdict.to === 'failed' ? row.version + 1 : row.version,
  }
}
