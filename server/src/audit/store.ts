import { type Generated, sql } from 'kysely'
import type { Db } from '../storage/tables.ts'
import type { About } from './event.ts'
import { EMPTY, type Head, type Seal, type Sealed, type StoredEvent } from './rules.ts'

/** An event as it is written. */
export type EventRow = Omit<StoredEvent, 'at' | 'about'> & { at: Date; about: About }

type AuditTables = {
  audit_event: {
    id: string
    at: Date
    kind: string
    by_person: string | null
    about: string
    canonical: string
    salt: Uint8Array
    digest: Uint8Array
  }
  audit_seal: Seal
  audit_pending: { n: Generated<number>; event: string }
}

/** Any number that is ours alone: whoever holds it seals, and nobody else. */
const SEALING = 590_211_377

const tablesOf = (db: Db) => db.withTables<AuditTables>()

/** The events, their chain, and what waits to be chained. */
export const auditStore = (db: Db) => ({ ...events(db), ...chain(db), ...proof(db) })

function events(db: Db) {
  const tables = tablesOf(db)
  return {
    async add(events: readonly EventRow[]): Promise<void> {
      if (events.length === 0) return
      const rows = events.map(({ by, about, ...event }) => ({ ...event, by_person: by, about: JSON.stringify(about) }))
      await tables.insertInto('audit_event').values(rows).execute()
      const waiting = events.map(({ id }) => ({ event: id }))
      await tables.insertInto('audit_pending').values(waiting).execute()
    },

    async isAnythingPending(): Promise<boolean> {
      return (await tables.selectFrom('audit_pending').select('n').limit(1).executeTakeFirst()) !== undefined
    },

    async pending(limit: number): Promise<{ id: string; digest: Uint8Array }[]> {
      return tables
        .selectFrom('audit_pending')
        .innerJoin('audit_event', 'audit_event.id', 'audit_pending.event')
        .select(['audit_event.id', 'audit_event.digest'])
        .orderBy('audit_pending.n')
        .limit(limit)
        .execute()
    },

    /** How many wait, and since when the oldest does. */
    async waiting(): Promise<{ count: number; since: Date | null }> {
      const row = await tables
        .selectFrom('audit_pending')
        .innerJoin('audit_event', 'audit_event.id', 'audit_pending.event')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('audit_event.at').as('since')])
        .executeTakeFirstOrThrow()
      return { count: row.count, since: row.since as Date | null }
    },
  }
}

function chain(db: Db) {
  const tables = tablesOf(db)
  return {
    /** Takes the turn to seal until the transaction ends; false when somebody else has it. */
    async takeTurn(): Promise<boolean> {
      const turn = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${sql.lit(SEALING)}) as mine`.execute(
        db,
      )
      return turn.rows[0]?.mine === true
    },

    async head(): Promise<Head> {
      const head = await tables
        .selectFrom('audit_seal')
        .select(['seq', 'hash'])
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return head ?? EMPTY
    },

    async seal(seals: readonly Seal[]): Promise<void> {
      await tables
        .insertInto('audit_seal')
        .values([...seals])
        .execute()
      const events = seals.map(({ event }) => event)
      await tables.deleteFrom('audit_pending').where('event', 'in', events).execute()
    },
  }
}

function proof(db: Db) {
  const tables = tablesOf(db)
  return {
    /** The seals after a number with their events, in order. */
    async sealed(after: number, limit: number): Promise<Sealed[]> {
      const rows = await tables
        .selectFrom('audit_seal as s')
        .leftJoin('audit_event as e', 'e.id', 's.event')
        .select(['s.seq', 's.event', 's.prev', 's.hash', 'e.id', 'e.kind', 'e.by_person', 'e.about', 'e.canonical'])
        .select(['e.salt', 'e.digest'])
        .select(sql<string>`to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at'))
        .where('s.seq', '>', after)
        .orderBy('s.seq')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ seal: sealOf(row), event: row.id === null ? null : eventOf(row as EventOfSeal) }))
    },

    /** Events that have no seal and do not wait for one, or have more than one. */
    async strays(): Promise<number> {
      const found = await sql<{ count: number }>`
        select count(*) as count from (
          select e.id from audit_event e
          left join audit_seal s on s.event = e.id
          left join audit_pending p on p.event = e.id
          group by e.id
          having count(distinct s.seq) > 1 or (count(s.seq) = 0 and count(p.n) = 0)
        ) stray`.execute(db)
      return Number(found.rows[0]?.count ?? 0)
    },
  }
}

type EventOfSeal = Omit<AuditTables['audit_event'], 'at' | 'about'> & { at: string; about: unknown }

const sealOf = ({ seq, event, prev, hash }: Seal): Seal => ({ seq, event, prev, hash })

const eventOf = ({ id, at, kind, by_person, about, canonical, salt, digest }: EventOfSeal): StoredEvent => {
  return { id, at, kind, by: by_person, about: about as StoredEvent['about'], canonical, salt, digest }
}
