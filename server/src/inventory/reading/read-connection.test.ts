import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoConnections, demoUsers } from '../../../simulator/demo-accounts.ts'
import { canaryPattern } from '../../../simulator/index.ts'
import { type InventoryBench, inventoryBench, NORTH, SOUTHEAST } from '../../../test/inventory-bench.ts'

const project = demoConnections[0]?.project ?? ''
const [READER = '', CLAIMS = '', UNDERWRITING = ''] = demoConnections[0]?.identities.map(({ label }) => label) ?? []

let bench: InventoryBench
beforeEach(async () => {
  bench = await inventoryBench()
})
afterEach(() => bench.close())

const world = (of = project) => bench.simulator.control.state({ project: of })
const rows = async (text: string) => (await bench.database.query(text)).rows
const column = async (text: string) => (await rows(text)).map((row) => Object.values(row)[0])
const live = (table: string, connection = NORTH) =>
  column(`select cloud_id from ${table} where connection = '${connection}' and gone_at is null`)

/** What the desk believes is authorized, in the cloud's ids. */
const grants = async () =>
  rows(`select api.cloud_id as api, app.cloud_id as app from access_grant g join api on api.id = g.api
    join app on app.id = g.app where g.actual = 'on'`)
const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).toSorted()
const ids = (list: { id: string }[]) => sorted(list.map(({ id }) => id))

const someService = () => {
  const { apis, grants: all, services } = world()
  const api = apis.find(({ id }) => all.filter((grant) => grant.api === id).length > 1) ?? { id: '', service: '' }
  const granted = all.filter((grant) => grant.api === api.id).map(({ app }) => app)
  return {
    service: api.service,
    api: api.id,
    apps: granted,
    owner: services.find(({ id }) => id === api.service)?.owner,
  }
}

describe('a reading', () => {
  it('stores exactly what the cloud has', async () => {
    await bench.crawl(NORTH)
    const { services, apis, grants: all } = world()
    expect(sorted(await live('cloud_service'))).toEqual(ids(services.filter((s) => s.inferType === 'real-time')))
    expect(sorted(await live('api'))).toEqual(ids(apis))
    expect(sorted(await grants())).toEqual(sorted(all.map(({ api, app }) => ({ api, app }))))
    expect(await bench.freshness(NORTH)).toMatchObject({
      state: 'fresh',
      readAt: bench.clock.now().toISOString(),
      fault: null,
    })
    expect(await bench.freshness(SOUTHEAST)).toMatchObject({ state: 'never', readAt: null })
  })

  it('counts authorizations for APIs and for apps as the cloud has them', async () => {
    await bench.crawl(NORTH)
    const { grants: all, apis } = world()
    const count = (key: 'api' | 'app', id: unknown) => all.filter((grant) => grant[key] === id).length
    for (const table of ['api', 'app'] as const) {
      const known = await rows(`select cloud_id, grants from ${table} where connection = '${NORTH}'`)
      expect(known.length).toBeGreaterThan(0)
      expect(known).toEqual(known.map(({ cloud_id }) => ({ cloud_id, grants: count(table, cloud_id) })))
    }
    expect(await bench.lists.apis.countByConnection()).toEqual([
      { connection: NORTH, services: (await live('cloud_service')).length, apis: apis.length, grants: all.length },
    ])
  })

  it('remembers through whom each thing was seen and whose credential an identity is', async () => {
    await bench.crawl(NORTH)
    const { service, owner } = someService()
    const seen = await column(
      `select identity from service_sighting join cloud_service on id = service where cloud_id = '${service}' order by 1`,
    )
    const known = (await bench.reads.known()).get(NORTH)?.identities ?? []
    const ownerLabel = known.find(({ cloudUser }) => cloudUser === owner)?.label
    expect(known.find(({ label }) => label === CLAIMS)?.cloudUser).toBe(demoUsers.claims.id)
    expect(seen).toContain(READER)
    expect(seen).toContain(ownerLabel)
    expect(seen).not.toContain(ownerLabel === CLAIMS ? UNDERWRITING : CLAIMS)
  })

  it('takes in an app that is authorized but listed to nobody', async () => {
    const { api } = someService()
    const strange = { id: 'lab-app', project, name: '实验室 notebook', owner: demoUsers.lab.id }
    bench.simulator.control.plant({ apps: [strange], grants: [{ api, app: 'lab-app' }] })
    await bench.crawl(NORTH)
    const [app] = await rows("select id, name, grants, creator from app where cloud_id = 'lab-app'")
    expect(app).toMatchObject({ name: '实验室 notebook', grants: 1, creator: demoUsers.lab.id })
    expect(await column(`select identity from app_sighting where app = '${String(app?.['id'])}'`)).toEqual([])
  })

  it('lets no secret of an app into the storage', async () => {
    await bench.crawl(NORTH)
    const tables = ['app', 'api', 'cloud_service', 'connection', 'cloud_identity', 'access_grant', 'audit_event']
    for (const table of tables) {
      expect(JSON.stringify(await rows(`select * from ${table}`))).not.toMatch(new RegExp(canaryPattern, 'i'))
    }
  })

  it('reads every API of a service that has several', async () => {
    const { service, apps } = someService()
    const [app = ''] = apps
    bench.simulator.control.plant({
      apis: [{ id: 'second', service, name: 'infer_second' }],
      grants: [{ api: 'second', app }],
    })
    await bench.crawl(NORTH)
    expect((await grants()).filter(({ api }) => api === 'second')).toEqual([{ api: 'second', app }])
    expect(sorted(await grants())).toEqual(sorted(world().grants.map(({ api, app }) => ({ api, app }))))
    bench.simulator.control.outside({ act: 'revoke', api: 'second', app })
    await bench.crawl(NORTH)
    expect((await grants()).filter(({ api }) => api === 'second')).toEqual([])
  })

  it('lets an embedded database know how much it has, so that it plans well', async () => {
    await bench.crawl(NORTH)
    const [sizes] = await rows(
      "select bool_and(reltuples > 0) as known from pg_class where relname in ('api', 'app', 'cloud_service')",
    )
    expect(sizes).toEqual({ known: true })
  })

  it('is told in the log of events with its counts', async () => {
    await bench.crawl(NORTH)
    const [event, ...others] = await bench.events()
    expect(others).toEqual([])
    expect(event).toMatchObject({ kind: 'inventory.read', about: { connection: NORTH } })
    expect(String(event?.['canonical'])).toContain(`"authorizations":${world().grants.length}`)
  })
})

describe('what has gone from the cloud', () => {
  it('is marked as gone after a whole reading, and its grants end', async () => {
    await bench.crawl(NORTH)
    const { service, api } = someService()
    bench.simulator.control.outside({ act: 'delete-service', service })
    await bench.crawl(NORTH)
    expect(await live('cloud_service')).not.toContain(service)
    expect(await live('api')).not.toContain(api)
    expect(sorted(await grants())).toEqual(sorted(world().grants.map(({ api, app }) => ({ api, app }))))
    expect(await column(`select grants from api where cloud_id = '${api}'`)).toEqual([0])
    expect(
      await column(
        `select count(*)::int from service_sighting join cloud_service on id = service where cloud_id = '${service}'`,
      ),
    ).toEqual([0])
  })

  it('includes an API without its service, and an app', async () => {
    await bench.crawl(NORTH)
    const { api, service, apps } = someService()
    const [app = ''] = apps
    bench.simulator.control.outside({ act: 'delete-api', api })
    bench.simulator.control.outside({ act: 'delete-app', app })
    await bench.crawl(NORTH)
    expect(await live('cloud_service')).toContain(service)
    expect(await live('api')).not.toContain(api)
    expect(await live('app')).not.toContain(app)
    expect(sorted(await grants())).toEqual(sorted(world().grants.map(({ api, app }) => ({ api, app }))))
  })

  it('stays when a list of services could not be read', async () => {
    await bench.crawl(NORTH)
    const { service } = someService()
    bench.simulator.control.outside({ act: 'delete-service', service })
    const reader = demoConnections[0]?.identities[0]?.accessKey ?? ''
    bench.simulator.control.provoke({
      kind: 'status',
      operation: 'ListServices',
      accessKey: reader,
      status: 403,
      code: 'ModelArts.0108',
      message: 'not authorized',
      times: null,
    })
    const readAt = bench.clock.now().toISOString()
    await bench.crawl(NORTH)
    expect(await live('cloud_service')).toContain(service)
    expect(await bench.freshness(NORTH)).toMatchObject({
      state: 'failed',
      readAt,
      fault: { kind: 'forbidden', status: 403, code: 'ModelArts.0108', message: 'not authorized' },
    })
  })

  it('leaves apps when one service could not be read', async () => {
    await bench.crawl(NORTH)
    const { service, apps } = someService()
    const [app = ''] = apps
    bench.simulator.control.outside({ act: 'delete-app', app })
    bench.simulator.control.provoke({
      kind: 'rubbish',
      operation: 'GetServiceAppAuthApiAuthInfo',
      path: service,
      body: 'text',
      times: null,
    })
    await bench.crawl(NORTH)
    expect(await live('app')).toContain(app)
    expect(await bench.freshness(NORTH)).toMatchObject({ state: 'failed', fault: { kind: 'rubbish' } })
    bench.simulator.control.clearFaults()
    await bench.crawl(NORTH)
    expect(await live('app')).not.toContain(app)
    expect(await bench.freshness(NORTH)).toMatchObject({ state: 'fresh', fault: null })
  })

  it('comes back when it is seen again', async () => {
    await bench.crawl(NORTH)
    await bench.database.exec(
      `update cloud_service set gone_at = seen_at; update api set gone_at = seen_at; update app set gone_at = seen_at`,
    )
    await bench.crawl(NORTH)
    expect(sorted(await live('api'))).toEqual(ids(world().apis))
    expect(await column(`select count(*)::int from app where connection = '${NORTH}' and gone_at is null`)).not.toEqual(
      [0],
    )
  })
})

describe('a cloud that does not answer well', () => {
  it('is read through another identity where one may not', async () => {
    const { service } = someService()
    const reader = demoConnections[0]?.identities[0]?.accessKey ?? ''
    bench.simulator.control.provoke({
      kind: 'status',
      operation: 'GetServiceAppAuthApiAuthInfo',
      path: service,
      accessKey: reader,
      status: 403,
      times: null,
    })
    await bench.crawl(NORTH)
    expect(await bench.freshness(NORTH)).toMatchObject({ state: 'fresh' })
    expect(sorted(await grants())).toEqual(sorted(world().grants.map(({ api, app }) => ({ api, app }))))
  })

  it('is not shown a refused key again', async () => {
    const claims = demoConnections[0]?.identities[1]?.accessKey ?? ''
    bench.simulator.control.provoke({
      kind: 'status',
      accessKey: claims,
      status: 401,
      code: 'APIG.0301',
      shape: 'gateway',
      times: null,
    })
    await bench.crawl(NORTH)
    const { requests } = bench.simulator.control.log()
    const shown = requests.filter(
      ({ headers }) => headers['authorization']?.includes(claims) === true || JSON.stringify(headers).includes(claims),
    )
    expect(shown.length).toBe(1)
    expect(await bench.freshness(NORTH)).toMatchObject({
      state: 'failed',
      fault: { kind: 'unauthenticated', code: 'APIG.0301' },
    })
    expect(sorted(await live('api'))).toEqual(ids(world().apis))
  })

  it('is left alone after ten failures in a row', async () => {
    bench.simulator.control.provoke({
      kind: 'status',
      operation: 'GetAppAuthApisInfo',
      status: 500,
      code: 'ModelArts.3928',
      times: null,
    })
    await bench.crawl(NORTH)
    const asked = new Set(
      bench.simulator.control
        .log()
        .requests.filter(({ operation }) => operation === 'GetAppAuthApisInfo')
        .map(({ path }) => path),
    )
    expect(asked.size).toBeLessThan(16)
    expect(asked.size).toBeLessThan(world().services.length)
    expect(await bench.freshness(NORTH)).toMatchObject({
      state: 'failed',
      fault: { kind: 'broken', code: 'ModelArts.3928' },
    })
    expect((await bench.events()).map(({ kind }) => kind)).toEqual(['inventory.failed'])
  }, 60_000)

  it('may have deleted a service between its list and its turn', async () => {
    const { service } = someService()
    bench.simulator.control.provoke({
      kind: 'status',
      operation: 'GetAppAuthApisInfo',
      path: service,
      status: 404,
      code: 'ModelArts.3502',
      times: null,
    })
    await bench.crawl(NORTH)
    expect(await bench.freshness(NORTH)).toMatchObject({ state: 'fresh' })
  })
})

describe('readings of one connection', () => {
  it('do not run twice at the same time', async () => {
    const begin = () => bench.work(null, ({ connections, at }) => connections.beginReading(NORTH, at))
    expect(await begin()).toBe(1)
    expect(await begin()).toBeUndefined()
    expect(await bench.freshness(NORTH)).toMatchObject({ state: 'reading' })
    bench.clock.tick(121_000)
    expect(await begin()).toBe(2)
  })

  it('stop when another one has taken over, and leave its state to it', async () => {
    const begin = () => bench.work(null, ({ connections, at }) => connections.beginReading(NORTH, at))
    const first = (await begin()) ?? 0
    bench.clock.tick(121_000)
    await begin()
    const { readConnection } = await import('./read-connection.ts')
    await readConnection(bench.needs)({ connection: NORTH, run: first }, new AbortController().signal)
    expect(await bench.freshness(NORTH)).toMatchObject({ state: 'reading', readAt: null })
    expect(await bench.events()).toEqual([])
  })

  it('leave everything as it was when the house closes', async () => {
    await bench.crawl(NORTH)
    const before = await bench.freshness(NORTH)
    bench.simulator.control.provoke({ kind: 'delay', operation: 'GetAppAuthApisInfo', ms: 400, times: null })
    const closing = new AbortController()
    const crawl = bench.crawl(NORTH, closing.signal)
    setTimeout(() => closing.abort(), 150)
    await crawl
    expect(await bench.freshness(NORTH)).toEqual(before)
    expect((await bench.events()).map(({ kind }) => kind)).toEqual(['inventory.read'])
  })
})
