import { afterEach, describe, expect, test } from 'vitest'
import { isCanary } from '../canary.ts'
import { demoConnections, demoUsers, NORTH } from '../demo-accounts.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../index.ts'
import { TestUser } from '../testing.ts'

const START = Date.UTC(2026, 10, 21, 12)
let cloud: Simulator

async function sown(options: SimulatorOptions) {
  cloud = await startSimulator({ clock: { now: () => START }, ...options })
  return cloud.control.state()
}
afterEach(() => cloud.close())

describe('the demo world', () => {
  test('is of the promised size and the same at every start', async () => {
    const first = await sown({ seed: 'demo' })
    await cloud.close()
    expect(await sown({ seed: 'demo' })).toEqual(first)
    expect(first.counts.services).toBeGreaterThanOrEqual(60)
    expect(first.counts.apps).toBeGreaterThanOrEqual(90)
    expect(first.counts.grants).toBeGreaterThanOrEqual(380)
  })

  test('grants only what the cloud would grant, save one relation from before the rule', async () => {
    const { grants, apis, apps, services } = await sown({ seed: 'demo' })
    const creator = new Map([...apps, ...services].map(({ id, owner }) => [id, owner]))
    const serviceOf = new Map(apis.map((api) => [api.id, api.service]))
    const against = grants.filter(({ api, app }) => creator.get(app) !== creator.get(serviceOf.get(api) ?? ''))
    expect(against).toHaveLength(1)
    const appAuth = new Set(apis.filter((api) => api.authType === 'APP').map((api) => api.id))
    expect(grants.every(({ api }) => appAuth.has(api))).toBe(true)
  })

  test('has every state, every auth type, services without an API, and names that bite', async () => {
    const { services, apis, apps } = await sown({ seed: 'demo' })
    const states = [
      'running',
      'concerning',
      'stopped',
      'failed',
      'deploying',
      'pending',
      'waiting',
      'stopping',
      'deleting',
      'finished',
    ]
    expect(new Set(services.map((service) => service.status))).toEqual(new Set(states))
    expect(new Set(apis.map((api) => api.authType))).toEqual(new Set(['APP', 'NONE', 'IAM']))
    const withApi = new Set(apis.map((api) => api.service))
    expect(
      services.filter((one) => one.inferType === 'real-time' && !withApi.has(one.id)).length,
    ).toBeGreaterThanOrEqual(5)
    const names = apps.map((app) => app.name).join('\n')
    for (const bite of ['<script>', '📷', '\u202e', '\u200b', '=HYPERLINK', '理赔']) expect(names).toContain(bite)
    expect(Math.max(...apps.map((app) => app.name.length))).toBeGreaterThan(100)
    expect(new Set([...apis, ...apps].map(({ id }) => id.startsWith('logic-')))).toEqual(new Set([true, false]))
  })

  test('tells a year before its first day', async () => {
    await sown({ seed: 'demo' })
    const reader = new TestUser(cloud, demoUsers.reader.accessKey)
    const { body } = await reader.get<{ services: { publish_at: number; transition_at: number }[] }>(
      `/v1/${NORTH}/services`,
    )
    const days = body.services.map((service) => (START - service.publish_at) / 86_400_000)
    expect(Math.min(...days)).toBeGreaterThan(0)
    expect(Math.max(...days)).toBeGreaterThan(300)
    expect(Math.max(...days)).toBeLessThan(365)
    expect(body.services.every((one) => one.transition_at >= one.publish_at && one.transition_at <= START)).toBe(true)
  })

  test('lets each team see its own, and the reader everything', async () => {
    const { services } = await sown({ seed: 'demo' })
    for (const { project, identities } of demoConnections) {
      const inProject = services.filter((service) => service.project === project)
      for (const { accessKey, cloudUser, duties } of identities) {
        const { body } = await new TestUser(cloud, accessKey).get<{ services: { owner: string }[] }>(
          `/v1/${project}/services`,
        )
        const own = body.services.filter((service) => service.owner === cloudUser.id)
        const [seen, expected] = duties.includes('grant') ? [own.length, 3] : [body.services.length, inProject.length]
        expect(seen).toBeGreaterThanOrEqual(expected)
      }
    }
  })

  test('has an app that is refused only when it is granted, and services that no identity may change', async () => {
    const { services, apis, apps } = await sown({ seed: 'demo' })
    const service = services.find((one) => one.name === 'service-claims-triage')
    const api = apis.find((one) => one.service === service?.id)
    const claims = new TestUser(cloud, demoUsers.claims.accessKey)
    const url = `/v1/${NORTH}/services/${service?.id}/app-auth-apis/${api?.id}/app-auth-api`
    const ids = ['claims-sandbox', 'settlement-archive-2019', 'legacy-settlement'].map(
      (name) => apps.find((app) => app.name === name)?.id,
    )
    const { body } = await claims.post<{ auth_result: { success: boolean }[] }>(url, {
      apps: ids.map((app_id) => ({ app_id })),
    })
    expect(body.auth_result.map((result) => result.success)).toEqual([true, false, false])
    const lab = services.find((one) => one.name === 'lab-text-embeddings')
    const labApi = apis.find((one) => one.service === lab?.id)
    const seen = await claims.get(`/v1/${NORTH}/services/${lab?.id}`)
    const changed = await claims.post(`/v1/${NORTH}/services/${lab?.id}/app-auth-apis/${labApi?.id}/app-auth-api`, {
      apps: [],
    })
    expect([seen.status, changed.status]).toEqual([200, 403])
  })
})

describe('canaries', () => {
  test('stand in every app of every list, and in every secret key', async () => {
    await sown({ seed: 'demo' })
    const claims = new TestUser(cloud, demoUsers.claims.accessKey)
    const { body } = await claims.get<{ apps: Record<'app_key' | 'app_secret', string>[] }>(
      `/v1/${NORTH}/app-auth/apps`,
    )
    expect(body.apps.length).toBeGreaterThan(20)
    for (const app of body.apps) expect([app.app_key, app.app_secret].map(isCanary)).toEqual([true, true])
    expect(new Set(body.apps.map((app) => app.app_secret)).size).toBe(body.apps.length)
    const keys = demoConnections.flatMap(({ identities }) => identities.map((identity) => identity.secretKey))
    expect(keys.every(isCanary)).toBe(true)
    expect(isCanary(JSON.stringify(cloud.control.state()))).toBe(false)
  })
})

describe('the other worlds', () => {
  test('the empty one knows the demo’s users and starts at once', async () => {
    const before = performance.now()
    const { counts } = await sown({ seed: 'empty' })
    // A start takes some 3 ms; the limit leaves room for a busy machine.
    expect(performance.now() - before).toBeLessThan(50)
    expect(counts).toEqual({ services: 0, apis: 0, apps: 0, grants: 0 })
    const { status, body } = await new TestUser(cloud, demoUsers.claims.accessKey).get(`/v1/${NORTH}/services`)
    expect([status, body['count']]).toEqual([200, 0])
  })

  test('the large one has a million relations within seconds and still answers pages', async () => {
    const before = performance.now()
    cloud = await startSimulator({ seed: 'large' })
    expect(performance.now() - before).toBeLessThan(15_000)
    const { counts } = cloud.control.state({ counts: true })
    expect(counts).toEqual({ services: 5_000, apis: 5_000, apps: 20_000, grants: 1_000_000 })
    const claims = new TestUser(cloud, demoUsers.claims.accessKey)
    const { body } = await claims.get<{ services: { service_id: string }[] }>(
      `/v1/${NORTH}/services?limit=1&offset=777`,
    )
    const whole = await claims.get<{
      app_auth_api: { api_id: string; authed_apps: { app_id: string; app_secret: string }[] }
    }>(`/v1/${NORTH}/services/${body.services[0]?.service_id}/api-auths`)
    const { api_id, authed_apps } = whole.body.app_auth_api
    expect(new Set(authed_apps.map((app) => app.app_id)).size).toBe(200)
    expect(authed_apps.every((app) => isCanary(app.app_secret))).toBe(true)
    const url = `/v1/${NORTH}/services/${body.services[0]?.service_id}/app-auth-apis/${api_id}/api-auths`
    const last = await claims.get<{ count: number; total_count: number }>(
      `${url}?show_only=UNAUTH&limit=1000&offset=19`,
    )
    expect(last.body).toMatchObject({ count: 800, total_count: 19_800 })
  })
})
