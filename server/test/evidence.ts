import { verifyAudit } from '@grantdesk/shared/audit'
import type { Transition } from '../simulator/index.ts'
import type { TestHouse } from './house.ts'
import { apiId, appId, serviceId } from './small-world.ts'

type Attempt = { id: string; line: string; operation: string; apps: string[]; at: Date; ended_at: Date | null }
type Intent = { line: string; kind: string; app: string | null; wanted: string | null; state: string; attempts: number }
type Records = { attempts: Attempt[]; intents: Intent[]; grants: { api: string; app: string; actual: string | null }[] }

/**
 * What speaks against the house after all: a change in the cloud that nobody intended or that was sent before it was
 * written down, one that happened more often than it was wished, a row that says otherwise than the cloud, a broken chain.
 */
export async function contradictions(house: TestHouse): Promise<string[]> {
  const records = await recordsOf(house)
  const ours = house.cloud.log().transitions.filter(({ requestSeq }) => requestSeq !== null)
  return [
    ...ours.flatMap((one) => (attemptOf(records, one) ? [] : [`nobody had written down ${told(one)}`])),
    ...tooOften(records, ours),
    ...untrueRows(house, records),
    ...(await brokenChain(house)),
  ]
}

async function recordsOf({ database }: TestHouse): Promise<Records> {
  const rows = async (text: string) => (await database.query(text)).rows
  return {
    attempts: (await rows('select * from attempt order by at')) as Attempt[],
    intents: (await rows('select * from intent order by line, number')) as Intent[],
    grants: (await rows('select api, app, actual from access_grant')) as Records['grants'],
  }
}

const told = ({ kind, serviceId, apiId, appId }: Transition): string =>
  `${kind} of ${apiId ?? serviceId} for ${appId ?? 'nobody'}`

/** The attempt that was committed before the cloud changed, and that asked for this change. */
function attemptOf({ attempts }: Records, { kind, serviceId: service, apiId: api, appId: app, at }: Transition) {
  const lines = [apiId(api ?? ''), serviceId(service ?? '')]
  return attempts.find((attempt) => {
    if (!lines.includes(attempt.line) || attempt.at.getTime() > at) return false
    const names = app !== null && attempt.apps.includes(app)
    if (kind === 'register-api') return attempt.operation === 'register'
    if (kind === 'grant') return names && attempt.operation !== 'revoke'
    return kind === 'revoke' && (attempt.operation === 'replace' ? !names : names && attempt.operation === 'revoke')
  })
}

function tooOften({ intents }: Records, transitions: readonly Transition[]): string[] {
  const wishes = (line: string, app: string | null, wanted: string): number =>
    intents.filter((one) => one.line === line && one.app === app && one.wanted === wanted && one.attempts > 0).length
  const groups = Map.groupBy(transitions, told)
  return [...groups].flatMap(([name, [first, ...more]]) => {
    if (!first || first.kind === 'register-api') return more.length > 0 ? [`${name}, ${more.length + 1} times`] : []
    const wanted = first.kind === 'grant' ? 'on' : 'off'
    const wished = wishes(apiId(first.apiId ?? ''), appId(first.appId ?? ''), wanted)
    return more.length + 1 > wished ? [`${name}, ${more.length + 1} times for ${wished} wishes`] : []
  })
}

/** Rows at rest that tell something else than the cloud has. */
function untrueRows({ cloud }: TestHouse, { grants, intents }: Records): string[] {
  const isOpen = new Set(
    intents
      .filter(({ state }) => ['waiting', 'sending', 'unknown'].includes(state))
      .map(({ line, app }) => `${line} ${app}`),
  )
  const state = cloud.state()
  const alive = new Set(state.apis.map(({ id }) => apiId(id)))
  const on = new Set(state.grants.map(({ api, app }) => `${apiId(api)} ${appId(app)}`))
  return grants
    .filter(({ api, app, actual }) => alive.has(api) && actual !== null && !isOpen.has(`${api} ${app}`))
    .filter(({ api, app, actual }) => on.has(`${api} ${app}`) !== (actual === 'on'))
    .map(({ api, app, actual }) => `the row of ${app} on ${api} says ${actual}, the cloud does not`)
}

async function brokenChain(house: TestHouse): Promise<string[]> {
  const anna = await house.as('anna-keller')
  const end = performance.now() + 5_000
  for (;;) {
    const { ok, broken, checked } = (await anna.call(verifyAudit, {})).ok()
    const { rows } = await house.database.query('select count(*)::int as n from audit_event')
    if (ok && checked === rows[0]?.['n']) return []
    if (performance.now() > end) return [`the chain: ${JSON.stringify(broken)}, ${checked} checked`]
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Every event about a pair or a registration, oldest first. */
export async function eventsAbout({ database }: TestHouse, about: Record<string, string>): Promise<string[]> {
  const { rows } = await database.query(
    `select e.kind from audit_event e left join audit_seal s on s.event = e.id left join audit_pending p on p.event = e.id
      where e.about @> $1::jsonb order by s.seq nulls last, p.n`,
    [JSON.stringify(about)],
  )
  return rows.map((row) => String(row['kind']))
}
