import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { describe, inject } from 'vitest'
import { type Database, openDatabase } from '../src/storage/database.ts'
// Declares what `inject` knows.
import type {} from './global-setup.ts'

/** A migrated, empty database of its own, embedded and in memory; whoever opens it closes it. */
export async function testDatabase(): Promise<Database> {
  return openDatabase({ memory: true, dump: await openAsBlob(inject('pgliteDump')) })
}

/** Where a migrated, empty PostgreSQL database of its own is; only inside `onPostgres` or `onBoth`. */
export async function postgresAddress(): Promise<string> {
  const url = inject('postgresUrl')
  if (url === null) throw new Error('no PostgreSQL server here: describe the test by onPostgres')
  const name = `house_${randomUUID().replaceAll('-', '')}`
  const server = await openDatabase({ url })
  await server.exec(`create database ${name} template template_house`)
  await server.close()
  return url.replace(/postgres$/, name)
}

/** The same on a PostgreSQL server, where two writers really meet. */
export const postgresDatabase = async (): Promise<Database> => openDatabase({ url: await postgresAddress() })

/** Describes what needs a PostgreSQL server: skipped with its reason where there is none (in CI the run fails before). */
export function onPostgres(name: string, tests: () => void): void {
  const absent = inject('postgresUrl') === null
  const place = absent ? 'on PostgreSQL (skipped: no initdb and postgres here, install postgresql-15)' : 'on PostgreSQL'
  describe.skipIf(absent)(`${name}, ${place}`, () => {
    tests()
  })
}

/** Describes what must hold on both databases. */
export function onBoth(name: string, tests: (open: () => Promise<Database>) => void): void {
  describe(`${name}, on PGlite`, () => {
    tests(testDatabase)
  })
  onPostgres(name, () => {
    tests(postgresDatabase)
  })
}
