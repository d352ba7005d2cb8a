import { listAccess, switchGrant } from '@grantdesk/shared/grants'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onPostgres } from '../databases.ts'
import { contradictions } from '../evidence.ts'
import { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, appId, crowdedWorld } from '../small-world.ts'
import { flip, flipAll, settledRow, settledRows } from '../switching.ts'

onPostgres('two houses on one storage', () => {
  let one: TestHouse
  let two: TestHouse
  let wei: HttpClient
  let weiThere: HttpClient
  beforeAll(async () => {
    one = await startHouse({ database: 'postgres', world: crowdedWorld(60) })
    const { url, simulator, clock } = one
    two = await startHouse({ database: { url: url ?? '' }, simulator, clock })
    wei = await one.as('li-wei')
    weiThere = new HttpClient({ port: two.port, host: 'grantdesk.test', watch: two.watch })
    weiThere.cookie = wei.cookie
  })
  afterAll(async () => {
    expect(await contradictions(one)).toEqual([])
    await two.close()
    await one.close()
  })

  const pair = (app: string) => ({
    params: { api: apiId('api-main'), app: appId(app) },
    body: { wanted: 'on' as const },
  })
  const changesOf = (app: string) => one.cloud.log().transitions.filter(({ appId }) => appId === app)

  test('take a request that reaches both under one key for one request', async () => {
    for (let n = 0; n < 8; n++) {
      const app = `app-many-${n}`
      const options = { key: `both-${n}`, version: 0 }
      const answers = await Promise.all([
        wei.call(switchGrant, pair(app), options),
        weiThere.call(switchGrant, pair(app), options),
      ])
      const heard = answers.filter(({ code }) => code === 'ok')
      expect(answers.map(({ code }) => code).filter((code) => code !== 'ok' && code !== 'key-busy')).toEqual([])
      expect(new Set(heard.map(({ text }) => text)).size).toBe(1)
      const again = await weiThere.call(switchGrant, pair(app), options)
      expect(again.text).toBe(heard[0]?.text)
      await settledRow({ house: one }, wei, { api: 'api-main', app })
      expect(changesOf(app)).toHaveLength(1)
    }
  })

  test('let one of two wishes for one row through, and tell the other one the difference', async () => {
    for (let n = 10; n < 20; n++) {
      const app = `app-many-${n}`
      const answers = await Promise.all(
        [wei, weiThere].map((client) => client.call(switchGrant, pair(app), { version: 0 })),
      )
      expect(answers.map(({ code }) => code).toSorted()).toEqual(['ok', 'stale'])
      const told = answers.flatMap((answer) => (answer.code === 'stale' ? [answer.problem().current] : []))
      expect(told).toMatchObject([{ version: 1, wanted: 'on' }])
    }
  })

  test('number the wishes for one API without a gap, whoever takes them, and carry each once', async () => {
    const apps = Array.from({ length: 28 }, (_, n) => `app-many-${n + 25}`)
    const answers = await Promise.all(
      apps.map((app, n) => flip(n % 2 === 0 ? wei : weiThere, { api: 'api-main', app, wanted: 'on' }, { version: 0 })),
    )
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['ok']))
    const rows = await settledRows({ house: two }, weiThere, { api: 'api-main', apps })
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['active']))
    const { rows: intents } = await one.database.query('select number from intent where line = $1 order by number', [
      apiId('api-main'),
    ])
    expect(intents.map(({ number }) => number)).toEqual(intents.map((_, n) => n + 1))
    for (const app of apps) expect([app, changesOf(app).length]).toEqual([app, 1])
  })

  test('are read and switched at the same time, and nobody waits for another in a circle', async () => {
    const apps = Array.from({ length: 12 }, (_, n) => `app-${n + 1}`)
    const read = (client: HttpClient, order: 'asc' | 'desc') =>
      client.call(listAccess, { params: { api: apiId('api-main') }, query: { limit: 200, order } })
    for (const wanted of ['on', 'off', 'on'] as const) {
      const answers = await Promise.all([
        flipAll(wei, { api: 'api-main', wanted }, apps.slice(0, 6)),
        flipAll(weiThere, { api: 'api-main', wanted }, apps.slice(6)),
        ...Array.from({ length: 12 }, (_, n) => read(n % 2 === 0 ? wei : weiThere, n % 3 === 0 ? 'asc' : 'desc')),
      ])
      expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['ok']))
      const rows = await settledRows({ house: one }, wei, { api: 'api-main', apps })
      expect(new Set(rows.map(({ actual }) => actual))).toEqual(new Set([wanted]))
    }
    expect([...one.log.lines, ...two.log.lines].filter(({ level }) => level === 'error')).toEqual([])
  })

  test('tell that a request is still running, whichever of them is at it', async () => {
    const held = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const lock = one.database.db.transaction().execute(async (tx) => {
      await sql`lock table access_grant in exclusive mode`.execute(tx)
      held.resolve()
      await gate.promise
    })
    await held.promise
    const ask = (client: HttpClient) => client.call(switchGrant, pair('app-many-55'), { key: 'slow', version: 0 })
    const both = [ask(wei), ask(weiThere)]
    const refused = [await Promise.race(both), await ask(wei), await ask(weiThere)]
    gate.resolve()
    await lock
    expect(refused.map(({ status, code }) => [status, code])).toEqual(refused.map(() => [409, 'key-busy']))
    const answers = await Promise.all(both)
    const [heard] = answers.filter(({ code }) => code === 'ok')
    expect(answers.map(({ code }) => code).toSorted()).toEqual(['key-busy', 'ok'])
    expect((await ask(weiThere)).text).toBe(heard?.text)
  })

  test('hear of a wish that the other one took, and carry it when that one is busy elsewhere', async () => {
    await one.house.carrier.stop()
    ;(await flip(wei, { api: 'api-other', app: 'app-1', wanted: 'on' })).ok()
    expect(await settledRow({ house: two }, weiThere, { api: 'api-other', app: 'app-1' })).toMatchObject({
      state: 'active',
    })
  })
})
