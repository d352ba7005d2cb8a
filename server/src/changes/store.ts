import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Change } from '@grantdesk/shared/changes'
import type { Wanted } from '@grantdesk/shared/grants'
import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { Db } from '../storage/tables.ts'
import type { RecentCall, Said } from './rules.ts'
import { type ChangeTables, type IntentRow, type OpenIntent, type Operation, tablesOf } from './tables.ts'

/** What is asked for: one switch, or one registration. */
export type NewIntent = {
  kind: 'switch' | 'register'
  connection: string
  service: string
  api: string | null
  app: string | null
  wanted: Wanted | null
  apps: readonly string[] | null
  person: string
  personName: string
  at: Date
}

type NewAttempt = {
  /** The worker that sends. */
  holder: string
  identity: string
  operation: Operation
  apps: readonly string[]
  at: Date
}

const OPEN = ['waiting', 'sending', 'unknown'] as const
const json = <T>(value: T) => sql<never>`${JSON.stringify(value)}::jsonb`
const CHUNK = 200

/** The queue of changes: intents and their attempts, line by line. */
export function changeStore(db: Db) {
  const tables = tablesOf(db)
  return { ...asking(tables), ...reading(tables), ...doubting(tables), ...sending(tables), ...ending(tables) }
}

export type ChangeStore = ReturnType<typeof changeStore>

type Tables = Kysely<ChangeTables>

const asking = (tables: Tables) => ({
  /** Puts intents at the end of a line and makes it due. Holds the line until the unit ends: its numbers are the commit order. */
  async add(line: string, intents: readonly NewIntent[], at: Date): Promise<IntentRow[]> {
    const taken = await tables
      .insertInto('change_line')
      .values({ line, last_number: intents.length, lease_holder: null, leased_until: null, due_at: at })
      .onConflict((on) =>
        on
          .column('line')
          .doUpdateSet((eb) => ({ last_number: eb('change_line.last_number', '+', intents.length), due_at: at })),
      )
      .returning('last_number')
      .executeTakeFirstOrThrow()
    const first = taken.last_number - intents.length + 1
    const rows = intents.map((intent, i) => rowOf(line, first + i, intent))
    for (let start = 0; start < rows.length; start += CHUNK) {
      await tables
        .insertInto('intent')
        .values(
          rows.slice(start, start + CHUNK).map((row) => ({ ...row, apps: row.apps && json(row.apps), cloud: null })),
        )
        .execute()
    }
    return rows
  },
})

const isOvertaken = sql<boolean>`exists (
  select from intent later where later.line = intent.line and later.app = intent.app and later.number > intent.number)`

function reading(tables: Tables) {
  const registrations = () => tables.selectFrom('intent').selectAll().where('kind', '=', 'register')
  return {
    /** What is not settled yet on a line, in the order of the wishes. */
    open: (line: string): Promise<OpenIntent[]> =>
      tables
        .selectFrom('intent')
        .selectAll()
        .select(isOvertaken.as('overtaken'))
        .where('line', '=', line)
        .where('state', 'in', OPEN)
        .orderBy('number')
        .execute(),

    /** The newest registration of a service. */
    registration: (service: string): Promise<IntentRow | undefined> =>
      registrations().where('service', '=', service).orderBy('number', 'desc').limit(1).executeTakeFirst(),

    /** The newest registration of each of some services. */
    async registrations(services: readonly string[]): Promise<IntentRow[]> {
      if (services.length === 0) return []
      return registrations()
        .distinctOn('service')
        .where('service', 'in', services)
        .orderBy('service')
        .orderBy('number', 'desc')
        .execute()
    },
  }
}

const doubting = (tables: Tables) => ({
  /** Calls of a line since then that may have changed something. */
  async recentCalls(line: string, since: Date): Promise<RecentCall[]> {
    const { rows } = await sql<RecentCall>`
      select id, operation, apps, ended_at is null or outcome ->> 'effect' is not distinct from 'unknown' as lost,
        coalesce(ended_at, at) as "endedAt"
      from attempt where line = ${line} and at > ${since} and outcome ->> 'effect' is distinct from 'none'`.execute(
      tables,
    )
    return rows
  },

  /** What answered calls of a line have brought about since then: readings may not show it yet. */
  async answeredWishes(line: string, since: Date): Promise<{ app: string; wanted: Wanted }[]> {
    const { rows } = await sql<{ app: string; wanted: Wanted }>`
      select intent.app, intent.wanted from intent join attempt on attempt.id = intent.attempt and attempt.line = intent.line
      where intent.line = ${line} and attempt.ended_at > ${since} and not (attempt.outcome ? 'effect')
        and intent.said <> 'refused' and not ${isOvertaken}`.execute(tables)
    return rows
  },
})

const sending = (tables: Tables) => ({
  /** That an attempt carries these intents. */
  sent: (intents: readonly string[], attempt: string, at: Date): Promise<void> =>
    markSent(tables, { intents, attempt, at }),

  /**
   * Commits what is about to be sent: an attempt without an end is read back before anything is sent again. Nothing
   * is sent by a worker that has lost the line meanwhile.
   */
  async attempt(line: string, { holder, ...attempt }: NewAttempt, intents: readonly string[]): Promise<string> {
    const id = randomUUID()
    await tables
      .insertInto('attempt')
      .values({ id, line, ...attempt, apps: json(attempt.apps), ended_at: null, outcome: null })
      .execute()
    await markSent(tables, { intents, attempt: id, at: attempt.at })
    if (!(await isHeldBy(tables, { line, holder }))) throw new Error('another worker has the line by now')
    return id
  },

  /** As if the last call had not been made: for one that surely did nothing, and may be made again at once. */
  async putBack(intents: readonly string[], at: Date): Promise<void> {
    await sql`
      update intent set attempts = attempts - 1, resend_at = ${at}, cloud = null,
        state = case when attempts > 1 then 'unknown' else 'waiting' end,
        said = case when attempts > 1 then 'unknown' end,
        sent_at = case when attempts > 1 then sent_at end
      where id = any(${[...intents]}::text[])`.execute(tables)
  },
})

type Sent = { intents: readonly string[]; attempt: string; at: Date }

async function markSent(tables: Tables, { intents, attempt, at }: Sent): Promise<void> {
  const sending = { state: 'sending', attempt, sent_at: at, said: 'unknown', resend_at: null, cloud: null } as const
  await tables
    .updateTable('intent')
    .set((eb) => ({ ...sending, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', intents)
    .execute()
}

/** Whether a worker has the lease of a line; then nobody else takes it until the unit ends. */
async function isHeldBy(tables: Tables, { line, holder }: { line: string; holder: string }): Promise<boolean> {
  const { rows } = await sql`
    select from change_line where line = ${line} and lease_holder = ${holder} for share`.execute(tables)
  return rows.length > 0
}

type Word = { said: Said; cloud: CloudWord | null; resendAt?: Date | null }

const ending = (tables: Tables) => ({
  async end(attempt: string, outcome: unknown, at: Date): Promise<void> {
    await tables
      .updateTable('attempt')
      .set({ ended_at: at, outcome: json(outcome) })
      .where('id', '=', attempt)
      .execute()
  },

  /** Keeps what was heard of an intent's call, and before when it is not repeated. */
  async heard(intent: string, { said, cloud, resendAt = null }: Word): Promise<void> {
    await tables
      .updateTable('intent')
      .set({ said, state: 'unknown', resend_at: resendAt, cloud: cloud && json(cloud) })
      .where('id', '=', intent)
      .execute()
  },

  async settle(
    intent: string,
    state: Change['state'],
    { cloud, at }: { cloud: CloudWord | null; at: Date },
  ): Promise<void> {
    await tables
      .updateTable('intent')
      .set({ state, settled_at: at, cloud: cloud && json(cloud) })
      .where('id', '=', intent)
      .execute()
  },
})

function rowOf(line: string, number: number, { personName, ...intent }: NewIntent): IntentRow {
  const asked = { ...intent, apps: intent.apps ? [...intent.apps] : null, person_name: personName }
  const blank = {
    attempt: null,
    attempts: 0,
    sent_at: null,
    said: null,
    resend_at: null,
    settled_at: null,
    cloud: null,
  }
  return { id: randomUUID(), line, number, ...asked, ...blank, state: 'waiting' }
}
