import { afterEach, describe, expect, test } from 'vitest'
import { isCanary } from '../canary.ts'
import { StudioUser } from '../dataarts/testing.ts'
import { type DemoDataArtsConnection, demoDataArtsConnections } from '../demo-accounts.ts'
import { type Simulator, startSimulator } from '../index.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const DAY = 86_400_000
let cloud: Simulator

async function sown() {
  cloud = await startSimulator({ clock: { now: () => NOW }, seed: 'demo' })
  return cloud.control.dataarts()
}
afterEach(() => cloud.close())

const as = (connection: DemoDataArtsConnection, duty: 'grant' | 'apply') => {
  const found = connection.identities.find(({ duties }) => duties.includes(duty))
  const { workspace, edition } = connection
  return new StudioUser(cloud, found?.accessKey ?? '', { workspace, edition })
}

describe('DataArts Studio of the demo', () => {
  test('is the same at every start, and nothing of it is due when it starts', async () => {
    const first = await sown()
    expect(cloud.control.log().transitions).toEqual([])
    await cloud.close()
    expect(await sown()).toEqual(first)
    expect(first.counts.apis).toBeGreaterThanOrEqual(40)
    expect(first.counts.relations).toBeGreaterThanOrEqual(120)
  })

  test('has every state of relations, applications and notices', async () => {
    const { relations, tickets, apis } = await sown()
    expect(new Set(relations.map(({ state }) => state)).size).toBe(4)
    expect(relations.some(({ lapsed }) => lapsed)).toBe(true)
    expect(new Set(tickets.map(({ status }) => status)).size).toBe(7)
    expect(new Set(apis.map(({ authType }) => authType))).toEqual(new Set(['APP', 'IAM', 'NONE']))
    expect(new Set(apis.map(({ edition }) => edition))).toEqual(new Set(['EXCLUSIVE', 'SHARED']))
  })

  test('ends every validity on the hour, and its applications wait where its relations say so', async () => {
    const { relations, tickets } = await sown()
    expect(relations.every(({ expiresAt }) => expiresAt !== null && expiresAt % 3_600_000 === 0)).toBe(true)
    const pairs = (rows: { api: string; app: string | null; cluster: string }[]) =>
      rows.map(({ api, app, cluster }) => `${api} ${app} ${cluster}`).toSorted()
    const waiting = relations.filter(({ state }) => ['LINK_WAITING_CHECK', 'RENEW_WAITING_CHECK'].includes(state))
    expect(pairs(waiting)).toEqual(pairs(tickets.filter(({ status }) => status === 'STATUS_TYPE_PENDING_APPROVAL')))
    const ending = relations.filter(({ state }) => state === 'OFFLINE_WAITING_CHECK')
    expect(pairs(ending)).toEqual(pairs(tickets.filter(({ runAt }) => runAt !== null)))
    expect(new Set(pairs(relations)).size).toBe(relations.length)
  })

  test.each(demoDataArtsConnections)('shows the people of $id their own', async (connection) => {
    await sown()
    const [reviewer, caller] = [as(connection, 'grant'), as(connection, 'apply')]
    const path = (list: string) => `/v1/${connection.project}/service${list}`
    const count = async (user: StudioUser, list: string) => (await user.get<{ total: number }>(path(list))).body.total
    expect(await count(reviewer, '/apis?limit=100')).toBeGreaterThanOrEqual(11)
    expect(await count(caller, '/apps?limit=100')).toBeGreaterThanOrEqual(11)
    expect(await count(reviewer, '/applys?query_type=0')).toBeGreaterThanOrEqual(2)
    expect(await count(caller, '/applys?query_type=0')).toBe(0)
    expect(await count(caller, '/applys?query_type=3')).toBeGreaterThanOrEqual(10)
    expect(await count(caller, '/messages')).toBeGreaterThanOrEqual(2)
    const { body } = await caller.get<{ apps: { app_secret: string; app_type: string }[] }>(path('/apps?limit=100'))
    expect(body.apps.every((app) => isCanary(app.app_secret) || app.app_type === 'IAM')).toBe(true)
  })

  test('goes on by the clock: notices are forced, validities end', async () => {
    const { relations } = await sown()
    cloud.control.setClock({ shiftMs: 8 * DAY })
    const { transitions } = cloud.control.log()
    const over = relations.filter(
      ({ state, expiresAt, lapsed }) => !lapsed && state !== 'LINK_WAITING_CHECK' && (expiresAt ?? 0) <= NOW + 8 * DAY,
    )
    expect(transitions.filter(({ kind }) => kind === 'expire')).toHaveLength(over.length)
    expect(transitions.filter(({ kind }) => kind === 'revoke')).toHaveLength(
      relations.filter(({ state }) => state === 'OFFLINE_WAITING_CHECK').length,
    )
    const instants = transitions.map(({ at }) => at)
    expect(instants).toEqual(instants.toSorted((one, other) => one - other))
  })
})
