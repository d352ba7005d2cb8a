import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { outsideWork } from './guard.ts'
import type { Db, Tables } from './tables.ts'

type Engine = 'pglite' | 'postgres'

/** The one storage of the house: embedded PGlite or a PostgreSQL server, behind the same queries. */
export type Database = {
  engine: Engine
  db: Db
  /** Runs several statements at once. */
  exec(statements: string): Promise<void>
  /** The same, and the rows of all of them come back. */
  rowsOf(statements: string): Promise<{ rows: Record<string, unknown>[] }>
  /** Runs one statement as it stands. */
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
  /** Hears what other processes (or this one) notify. */
  listen(channel: string, hear: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

export type Where = { url: string } | { folder: string } | { memory: true; dump?: Blob | File }

export async function openDatabase(where: Where): Promise<Database> {
  return 'url' in where ? openPostgres(where.url) : openPglite(where)
}

async function openPglite(where: { folder: string } | { memory: true; dump?: Blob | File }): Promise<Database> {
  const lite = await PGlite.create({
    ...('folder' in where ? { dataDir: join(where.folder, 'database') } : {}),
    ...('dump' in where && where.dump ? { loadDataDir: where.dump } : {}),
  })
  return {
    engine: 'pglite',
    db: outsideWork(new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: lite }) })),
    exec: async (statements) => void (await lite.exec(statements)),
    rowsOf: async (statements) => ({ rows: (await lite.exec(statements)).flatMap(({ rows }) => rows) }),
    query: async (text, values) => {
      const answer = await lite.query<Record<string, unknown>>(text, values)
      return { rows: answer.rows }
    },
    listen: (channel, hear) => lite.listen(channel, hear),
    close: () => lite.close(),
  }
}

const INT8 = 20
/** Whoever waits for an answer is told within two seconds that there is no storage. */
const CONNECT_MS = 1_500

async function openPostgres(url: string): Promise<Database> {
  // PGlite answers counts as numbers; pg would answer strings.
  pg.types.setTypeParser(INT8, Number)
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: 15_000,
    // A server that is silent does not keep to its own limit.
    query_timeout: 16_000,
    keepAlive: true,
  })
  // A connection that breaks is replaced by the pool, and the query under way or the next one tells whoever needs it.
  pool.on('error', () => {})
  // One that was handed out tells it besides, and unheard that would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    engine: 'postgres',
    db: outsideWork(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })),
    exec: async (statements) => void (await pool.query(statements)),
    rowsOf: async (statements) => ({ rows: [await pool.query(statements)].flat().flatMap(({ rows }) => rows) }),
    query: (text, values) => pool.query(text, values),
    listen: (channel, hear) => listenOn(url, channel, hear),
    close: () => pool.end(),
  }
}

/** Keeps one connection listening, and comes back after it broke; what was missed meanwhile the sweeps find. */
async function listenOn(url: string, channel: string, hear: (payload: string) => void): Promise<() => Promise<void>> {
  let closed = false
  let client: pg.Client | undefined
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true })
    fresh.on('error', () => {})
    fresh.on('end', () => {
      if (!closed) setTimeout(() => void connect().catch(() => {}), 1_000).unref()
    })
    fresh.on('notification', (message) => hear(message.payload ?? ''))
    await fresh.connect()
    await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    client = fresh
  }
  await connect()
  return async () => {
    closed = true
    await client?.end()
  }
}
