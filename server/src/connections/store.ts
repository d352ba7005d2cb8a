import { sql } from 'kysely'
import type { CloudService, Duty, Freshness, Identity, Writes } from '@grantdesk/shared/connections'
import type { Db } from '../storage/tables.ts'
import type { ConfiguredConnection } from './configured.ts'

export type ReadingFault = NonNullable<Freshness['fault']>

type ConnectionTables = {
  connection: {
    id: string
    position: number
    label: string
    service: CloudService
    region: string
    project: string
    workspace: string | null
    writes: Writes
    gone_at: Date | null
    run: number
    reading: boolean
    leased_until: Date | null
    read_at: Date | null
    done: number | null
    total: number | null
    fault: ReadingFault | null
  }
  cloud_identity: {
    connection: string
    label: string
    position: number
    duties: Duty[]
    cloud_user: string | null
    gone_at: Date | null
  }
}

/** How the reading of a connection stands. */
export type ReadingState = {
  reading: boolean
  readAt: Date | null
  done: number | null
  of: number | null
  fault: ReadingFault | null
}

export type ConnectionEntry = Omit<ConfiguredConnection, 'identities'> & {
  identities: Identity[]
  reading: ReadingState
}

/** A reading that says nothing for so long is taken to have died with its process. */
const LEASE_MS = 120_000

export type ConnectionStore = ReturnType<typeof connectionStore>

export const connectionStore = (db: Db) => ({
  ...entries(db),
  ...configuration(db),
  ...readings(db),
  ...readingEnds(db),

  /** Keeps whose credential an identity is. */
  async learnUser(connection: string, label: string, cloudUser: string): Promise<void> {
    await db
      .withTables<ConnectionTables>()
      .updateTable('cloud_identity')
      .set({ cloud_user: cloudUser })
      .where('connection', '=', connection)
      .where('label', '=', label)
      .where((eb) => eb('cloud_user', 'is distinct from', cloudUser))
      .execute()
  },
})

const currentReading = (db: Db, id: string, run: number) =>
  db
    .withTables<ConnectionTables>()
    .updateTable('connection')
    .where('id', '=', id)
    .where('run', '=', run)
    .where('reading', '=', true)

function readings(db: Db) {
  const tables = db.withTables<ConnectionTables>()
  const lease = (at: Date): Date => new Date(at.getTime() + LEASE_MS)

  return {
    /** Starts a reading and gives its number; nothing while another one is under way. */
    async beginReading(id: string, at: Date): Promise<number | undefined> {
      const row = await tables
        .updateTable('connection')
        .set({ run: sql<number>`run + 1`, reading: true, leased_until: lease(at), done: null, total: null })
        .where('id', '=', id)
        .where('gone_at', 'is', null)
        .where((eb) => eb.or([eb('reading', '=', false), eb('leased_until', '<', at)]))
        .returning('run')
        .executeTakeFirst()
      return row?.run
    },

    /** Tells how far the reading is; false when it is not the current one any more and must stop. */
    async progress(id: string, run: number, { done, of, at }: { done: number | null; of: number | null; at: Date }) {
      const row = await currentReading(db, id, run)
        .set({ done, total: of, leased_until: lease(at) })
        .executeTakeFirst()
      return row.numUpdatedRows > 0n
    },
  }
}

function readingEnds(db: Db) {
  const tables = db.withTables<ConnectionTables>()

  return {
    /** Ends the reading: whole when there is no fault, and then only it counts as read. */
    async finishReading(id: string, run: number, { fault, at }: { fault: ReadingFault | null; at: Date }) {
      const told = fault && sql<ReadingFault>`${JSON.stringify(fault)}::jsonb`
      const row = await currentReading(db, id, run)
        .set({ ...STILL, fault: told, ...(fault ? {} : { read_at: at }) })
        .executeTakeFirst()
      return row.numUpdatedRows > 0n
    },

    /** Leaves the reading as if it had never begun: what it saw stays, what it did not see proves nothing. */
    async abandonReading(id: string, run: number): Promise<void> {
      await currentReading(db, id, run).set(STILL).execute()
    },

    /** Ends readings of an earlier process; only for whoever is sure to be the only one. */
    async abandonAll(): Promise<void> {
      await tables.updateTable('connection').set(STILL).where('reading', '=', true).execute()
    },
  }
}

const STILL = { reading: false, leased_until: null, done: null, total: null }

const configured = ({
  id,
  label,
  service,
  region,
  project,
  workspace,
  writes,
}: Omit<ConfiguredConnection, 'identities'>) => ({
  id,
  label,
  service,
  region,
  project,
  workspace,
  writes,
})

function entries(db: Db) {
  const tables = db.withTables<ConnectionTables>()

  async function read(id?: string): Promise<ConnectionEntry[]> {
    const connections = await tables
      .selectFrom('connection')
      .selectAll()
      .where('gone_at', 'is', null)
      .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
      .orderBy('position')
      .execute()
    const identities = await tables
      .selectFrom('cloud_identity')
      .selectAll()
      .where('gone_at', 'is', null)
      .$if(id !== undefined, (query) => query.where('connection', '=', id ?? ''))
      .orderBy('position')
      .execute()
    return connections.map((row) => ({
      ...configured(row),
      identities: identities
        .filter(({ connection }) => connection === row.id)
        .map(({ label, duties, cloud_user }) => ({ label, duties, cloudUser: cloud_user })),
      reading: { reading: row.reading, readAt: row.read_at, done: row.done, of: row.total, fault: row.fault },
    }))
  }

  return {
    /** Those that are configured now, in the order of the configuration. */
    all: () => read(),
    find: async (id: string): Promise<ConnectionEntry | undefined> => (await read(id))[0],
  }
}

function configuration(db: Db) {
  const tables = db.withTables<ConnectionTables>()

  async function put(connection: ConfiguredConnection, position: number): Promise<void> {
    // Only the columns: what is configured may know more of a connection than is kept of it.
    const row = { ...configured(connection), position, gone_at: null }
    await tables
      .insertInto('connection')
      .values({ ...row, ...STILL, run: 0, read_at: null, fault: null })
      .onConflict((on) => on.column('id').doUpdateSet(row))
      .execute()
    for (const [place, { label, duties, cloudUser = null }] of connection.identities.entries()) {
      const told = cloudUser === null ? {} : { cloud_user: cloudUser }
      const identity = { duties: [...duties], position: place, gone_at: null, ...told }
      await tables
        .insertInto('cloud_identity')
        .values({ connection: connection.id, label, cloud_user: null, ...identity })
        .onConflict((on) => on.columns(['connection', 'label']).doUpdateSet(identity))
        .execute()
    }
  }

  return { put, retire: retiring(db) }
}

/** What is not configured any more is marked as gone; nothing is deleted. */
function retiring(db: Db) {
  const tables = db.withTables<ConnectionTables>()

  return async (configured: readonly ConfiguredConnection[], at: Date): Promise<void> => {
    const ids = configured.map(({ id }) => id)
    await tables
      .updateTable('connection')
      .set({ gone_at: at, ...STILL })
      .where('gone_at', 'is', null)
      .$if(ids.length > 0, (query) => query.where('id', 'not in', ids))
      .execute()
    for (const { id, identities } of configured) {
      const labels = identities.map(({ label }) => label)
      await tables
        .updateTable('cloud_identity')
        .set({ gone_at: at })
        .where('connection', '=', id)
        .where('gone_at', 'is', null)
        .$if(labels.length > 0, (query) => query.where('label', 'not in', labels))
        .execute()
    }
  }
}
