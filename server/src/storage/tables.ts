import type { Kysely, Transaction } from 'kysely'

/** Rooms name their own tables by `withTables`; nobody queries a table that he has not named. */
export type Tables = {}

/** The storage outside of any unit of work: for reading. */
export type Db = Kysely<Tables>

/** The storage within a unit of work. */
export type Tx = Transaction<Tables>
