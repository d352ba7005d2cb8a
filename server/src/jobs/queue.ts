import { CompiledQuery } from 'kysely'
import type { Db, PgBoss } from 'pg-boss'
import type { Database } from '../storage/database.ts'
import type { Unit } from '../storage/work.ts'

/** Adds jobs within a unit of work: they are there if and only if the unit is stored. */
export type Queue = { add(job: string, data: object): Promise<void> }

export const queueOf =
  (boss: PgBoss) =>
  ({ tx }: Pick<Unit, 'tx'>): Queue => ({
    async add(job, data) {
      const executeSql: Db['executeSql'] = async (text, values = []) => {
        const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values))
        return { rows }
      }
      await boss.send(job, data, { db: { executeSql } })
    },
  })

/** The house's storage as pg-boss asks for it; both engines take the same way. */
export function bossStorage(database: Database): Db {
  return {
    async executeSql(text, values) {
      if (values && values.length > 0) return database.query(text, values)
      try {
        return await database.rowsOf(text)
      } catch (fault) {
        // PGlite has one session: a block of statements that failed half-way must not leave its transaction open.
        if (database.engine === 'pglite') await database.exec('rollback')
        throw fault
      }
    },
    async listen(channel, hear, heard) {
      const close = await database.listen(channel, hear)
      heard()
      return { close }
    },
  }
}
