import { listAccess } from '@grantdesk/shared/grants'
import { listApis, showService } from '@grantdesk/shared/apis'
import { listApps } from '@grantdesk/shared/apps'
import { showAuditHealth, verifyAudit } from '@grantdesk/shared/audit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onBoth } from '../databases.ts'
import { contradictions } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, serviceId, spare } from '../small-world.ts'
import { flip, flipAll, register, registered, settledRows } from '../switching.ts'
import { secretIn } from '../watch.ts'

onBoth('what stays of a day of switching', (open) => {
  let house: TestHouse
  let wei: HttpClient
  let database: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    database = await open()
    house = await startHouse({ database: { shared: database } })
    wei = await house.as('li-wei')
    // Everything that the cloud tells in clear is asked for, and every secret of it comes along.
    house.cloud.turn({ plainSecrets: true, requestIds: 'everywhere' })
    await flipAll(wei, { api: 'api-main', wanted: 'on' }, ['app-1', 'app-2', 'app-frozen'])
    await flip(wei, { api: 'api-main', app: 'app-0', wanted: 'off' })
    await settledRows({ house }, wei, { api: 'api-main', apps: ['app-0', 'app-1', 'app-2', 'app-frozen'] })
    await register(wei, spare(0), { apps: ['app-3'] })
    const { api } = await registered({ house }, wei, spare(0))
    await settledRows({ house }, wei, { api: api?.cloudId ?? '', apps: ['app-3'] })
  })
  afterAll(async () => {
    await house.close()
    await database.close()
  })

  test('contradicts nothing that the cloud remembers', async () => {
    expect(await contradictions(house)).toEqual([])
  })

  test('is a chain that is whole, and that everybody who may can verify', async () => {
    const anna = await house.as('anna-keller')
    await expect.poll(async () => (await anna.call(showAuditHealth, {})).ok().unsealed, { timeout: 5_000 }).toBe(0)
    const { ok, checked, head, broken } = (await anna.call(verifyAudit, {})).ok()
    expect({ ok, broken }).toEqual({ ok: true, broken: null })
    expect(checked).toBeGreaterThan(20)
    expect(head).toMatch(/^[0-9a-f]{64}$/)
  })

  describe('cannot be rewritten, as', () => {
    const REWRITES = [
      "update audit_event set kind = 'grant.settled'",
      'update audit_seal set seq = seq + 1000000',
      'delete from audit_event',
      'delete from audit_seal where seq = 1',
      'truncate audit_event cascade',
      'truncate audit_seal',
    ]
    test.each(REWRITES)('%s is refused by the database itself', async (text) => {
      await expect(database.exec(text)).rejects.toThrow(/only grows/)
    })
  })

  test('knows no secret of the cloud, in no table', async () => {
    const { rows: tables } = await database.query(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    )
    const names = tables.map(({ name }) => String(name))
    expect(names).toEqual(expect.arrayContaining(['app', 'attempt', 'audit_event', 'idempotency_key', 'intent']))
    for (const name of names) {
      const { rows } = await database.query(`select * from "${name}"`)
      expect([name, secretIn(JSON.stringify(rows))]).toEqual([name, null])
    }
  })

  test('tells no secret of the cloud on any list, though the cloud told them all', async () => {
    const before = house.watch.looked
    await wei.call(listAccess, { params: { api: apiId('api-main') }, query: { limit: 200 } })
    await wei.call(listApps, { query: { limit: 200 } })
    await wei.call(listApis, { query: { limit: 200 } })
    await wei.call(showService, { params: { service: serviceId('s-main') } })
    expect(house.watch.looked).toBe(before + 8)
    expect(house.watch.faults).toEqual([])
    const told = await fetch(`${house.simulator.url}/v1/p-north/app-auth/apps`, {
      headers: {
        'X-Project-Id': 'p-north',
        'X-Sdk-Date': house.cloud.clock().now.replace(/[-:]|\.\d{3}/g, ''),
        Authorization: `SDK-HMAC-SHA256 Access=AKTEAM, SignedHeaders=host;x-sdk-date, Signature=${'0'.repeat(64)}`,
      },
    })
    expect(secretIn(await told.text())).not.toBeNull()
  })

  test('keeps the request ids of the cloud where it refused', async () => {
    const { rows } = await database.query("select cloud->>'requestId' as id from intent where state = 'failed'")
    expect(rows).toEqual([{ id: expect.stringMatching(/^[0-9a-f]{32}$/) as string }])
  })
})

describe('the watch over what leaves the house', () => {
  const secret = 'ca9a12' + '0'.repeat(26)
  test.each([
    ['as it is', `{"app_key":"${secret}"}`],
    ['in percents', encodeURIComponent(secret).replaceAll('c', '%63')],
    ['in base64', Buffer.from(`x:${secret}`).toString('base64')],
  ])('sees a secret %s', (_, text) => {
    expect(secretIn(text)).toBe(secret)
  })

  test('lets what only resembles one pass', () => {
    expect(secretIn('ca9a12-ca9a120000-{"id":"9a12ca9a"}')).toBeNull()
  })
})
