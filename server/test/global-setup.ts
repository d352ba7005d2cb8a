import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../src/storage/database.ts'
import { migrate } from '../src/storage/migrate.ts'
import { postgresBinaries, startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** File with a migrated, empty PGlite. */
    pgliteDump: string
    /** A running PostgreSQL with a migrated database `template_house`, or `null` where there is no server. */
    postgresUrl: string | null
  }
}

const ROOT = new URL('../../', import.meta.url).pathname
const MIGRATIONS = join(ROOT, 'server/src/storage/migrations')
const CACHE = join(ROOT, 'node_modules/.cache/grantdesk-test')

/** What every test of the server stands on: made once a run, the PGlite dump once a set of migrations. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('pgliteDump', await pgliteDump())
  const binaries = postgresBinaries()
  if (!binaries && process.env['CI'] === 'true') throw new Error('CI needs a PostgreSQL server: no initdb and postgres')
  const server = binaries ? await startPostgres(binaries) : null
  if (server) await makeTemplate(server.url)
  project.provide('postgresUrl', server?.url ?? null)
  return async () => server?.stop()
}

async function pgliteDump(): Promise<string> {
  const file = join(CACHE, `${await fingerprint()}.tar`)
  if (existsSync(file)) return file
  await mkdir(CACHE, { recursive: true })
  await forgetOld()
  // A file under its final name is whole: other runs may look for it at this very moment.
  const draft = join(CACHE, `${randomUUID()}.draft`)
  await writeFile(draft, Buffer.from(await freshDump()))
  await rename(draft, file)
  return file
}

async function freshDump(): Promise<ArrayBuffer> {
  const lite = await PGlite.create()
  const exec = async (statements: string) => void (await lite.exec(statements))
  await migrate({ exec, query: (text, values) => lite.query<Record<string, unknown>>(text, values) })
  const dump = await lite.dumpDataDir('none')
  await lite.close()
  return dump.arrayBuffer()
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await readFile(join(ROOT, 'server/node_modules/@electric-sql/pglite/package.json')))
  for (const name of (await readdir(MIGRATIONS)).toSorted()) hash.update(await readFile(join(MIGRATIONS, name)))
  return hash.digest('hex').slice(0, 20)
}

const HOUR = 3_600_000

/** Dumps are large; those of earlier migrations go once no run can be using them. Folders here are other tests'. */
async function forgetOld(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const entry = await stat(join(CACHE, name))
    if (entry.isFile() && entry.mtimeMs < Date.now() - HOUR) await rm(join(CACHE, name), { force: true })
  }
}

async function makeTemplate(url: string): Promise<void> {
  const server = await openDatabase({ url })
  await server.exec('create database template_house')
  await server.close()
  const template = await openDatabase({ url: url.replace(/postgres$/, 'template_house') })
  await migrate(template)
  await template.close()
}
