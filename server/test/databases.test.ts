import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { onBoth } from './databases.ts'

onBoth('a test database', (open) => {
  it('is migrated and not shared', async () => {
    const [one, other] = await Promise.all([open(), open()])
    await one.exec("insert into house values ('name', 'one')")
    const names = await sql<{ value: string }>`select value from house where name = 'name'`.execute(other.db)
    const migrations = await one.query('select name from migration order by name')
    expect(names.rows).toEqual([])
    expect(migrations.rows[0]).toEqual({ name: '0001-house.sql' })
    await Promise.all([one.close(), other.close()])
  })
})
