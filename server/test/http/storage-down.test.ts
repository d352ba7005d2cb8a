import { listApis, refreshService } from '@grantdesk/shared/apis'
import { switchGrant } from '@grantdesk/shared/grants'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onPostgres } from '../databases.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { apiId, appId } from '../small-world.ts'

const PAIR = { api: apiId('api-main'), app: appId('app-1') } as never

onPostgres('a house whose database falls', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await startHouse({ database: 'postgres' })
  })
  afterAll(() => house.close())

  /** Cuts every connection of the house, as the end of the server does. */
  async function fall(): Promise<void> {
    const other = await openDatabase({ url: house.url ?? '' })
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await other.close()
  }

  test('is told so in the midst of a unit of work, and does not end', async () => {
    const cut = house.database.db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx)
      await fall()
      // The end of the connection is heard while no query is under way.
      await new Promise((resolve) => setTimeout(resolve, 200))
      await sql`select 1`.execute(tx)
    })
    await expect(cut).rejects.toThrow(/terminat|connection/i)
  })

  test('says that storage does not answer, nothing else, and goes on by itself', async () => {
    const wei = await house.as('li-wei')
    const codes = new Set<string>()
    const ask = async () => {
      const asked = [
        wei.call(listApis, { query: {} } as never),
        wei.call(refreshService, { params: { service: 'none' } } as never),
        wei.call(switchGrant, { params: PAIR, body: { wanted: 'on' } } as never, { version: 99 }),
      ]
      for (const { code } of await Promise.all(asked)) codes.add(code)
    }
    const load = Promise.all(
      Array.from({ length: 10 }, async () => {
        for (let n = 0; n < 10; n++) await ask()
      }),
    )
    for (let n = 0; n < 3; n++) await fall()
    await load
    expect([...codes].filter((code) => !['ok', 'unavailable', 'not-found', 'stale'].includes(code))).toEqual([])
    expect((await wei.call(listApis, { query: {} } as never)).code).toBe('ok')
  })
})
