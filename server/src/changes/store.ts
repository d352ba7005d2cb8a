import { randomUUID } from 'node:crypto'
import { type Kysely, sql, type Selectable } from 'kysely'
import type { Change } from '@grantdesk/shared/changes'
import type { Wanted } from '@grantdesk/shared/grants'
import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { Db } from '../storage/database.ts'
import type { Said } from './rules.ts'

type ChangeTables = {
  change_line: {
    line: string
    last_number: number
    lease_holder: string | null
    leased_until: Date | null
    due_at: Date | null
  }
  intent: {
    id: string
    line: string
    number: number
    kind: 'switch' | 'register'
    connection: string
    service: string
    api: string | null
    app: string | null
    wanted: Wanted | null
    apps: string[] | null
    person: string
    person_name: string
    at: Date
    state: Change['state']
    attempt: string | null
    attempts: number
    sent_at: Date | null
    said: Said | null
    settled_at: Date | null
    cloud: CloudWord | null
  }
  attempt: {
    id: string
    line: string
    identity: string
    operation: Operation
    apps: string[]
    at: Date
    ended_at: Date | null
    outcome: unknown
  }
}

export type Operation = 'grant' | 'revoke' | 'replace' | 'register'
export type IntentRow = Selectable<ChangeTables['intent']>

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

export type NewAttempt = {
  /** The worker that sends. */
  holder: string
  identity: string
  operation: Operation
  apps: readonly string[]
  at: Date
}

export const OPEN = ['waiting', 'sending', 'unknown'] as const
const json = <T>(value: T) => sql<never>`${JSON.stringify(value)}::jsonb`
const CHUNK = 200

/** The queue of changes: lines, intents and attempts. */
export class ChangeStore {
  readonly #db: Kysely<ChangeTables>

  constructor(db: Db) {
    this.#db = db.withTables<ChangeTables>()
  }

  /** Puts intents at the end of a line and makes it due. Holds the line until the unit ends: its numbers are the commit order. */
  async add(line: string, intents: readonly NewIntent[], at: Date): Promise<IntentRow[]> {
    const taken = await this.#db
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
      await this.#db
        .insertInto('intent')
        .values(
          rows.slice(start, start + CHUNK).map((row) => ({ ...row, apps: row.apps && json(row.apps), cloud: null })),
        )
        .execute()
    }
    return rows
  }

  open(line: string): Promise<IntentRow[]> {
    return this.#db
      .selectFrom('intent')
      .selectAll()
      .where('line', '=', line)
      .where('state', 'in', OPEN)
      .orderBy('number')
      .execute()
  }

  /** The newest registration of a service. */
  registration(service: string): Promise<IntentRow | undefined> {
    return this.#db
      .selectFrom('intent')
      .selectAll()
      .where('service', '=', service)
      .where('kind', '=', 'register')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
  }

  async registrations(services: readonly string[]): Promise<IntentRow[]> {
    if (services.length === 0) return []
    return this.#db
      .selectFrom('intent')
      .selectAll()
      .distinctOn('service')
      .where('service', 'in', services)
      .where('kind', '=', 'register')
      .orderBy('service')
      .orderBy('number', 'desc')
      .execute()
  }

  /**
   * Commits what is about to be sent: an attempt without an end is read back before anything is sent again. Nothing is
   * sent by a worker that has lost the line meanwhile.
   */
  async attempt(line: string, { holder, ...attempt }: NewAttempt, intents: readonly string[]): Promise<string> {
    const id = randomUUID()
    await this.#db
      .insertInto('attempt')
      .values({ id, line, ...attempt, apps: json(attempt.apps), ended_at: null, outcome: null })
      .execute()
    await this.sent(intents, id, attempt.at)
    if (!(await this.#isHeldBy(line, holder))) throw new Error('another worker has the line by now')
    return id
  }

  /** Keeps the lease from being taken until the unit ends. */
  async #isHeldBy(line: string, holder: string): Promise<boolean> {
    const { rows } = await sql`
      select from change_line where line = ${line} and lease_holder = ${holder} for share`.execute(this.#db)
    return rows.length > 0
  }

  /** That an attempt carries these intents. */
  async sent(intents: readonly string[], attempt: string, at: Date): Promise<void> {
    await this.#db
      .updateTable('intent')
      .set((eb) => ({
        state: 'sending',
        attempt,
        attempts: eb('attempts', '+', 1),
        sent_at: at,
        said: 'unknown',
        cloud: null,
      }))
      .where('id', 'in', intents)
      .execute()
  }

  async end(attempt: string, outcome: unknown, at: Date): Promise<void> {
    await this.#db
      .updateTable('attempt')
      .set({ ended_at: at, outcome: json(outcome) })
      .where('id', '=', attempt)
      .execute()
  }

  async heard(intent: string, said: Said, cloud: CloudWord | null): Promise<void> {
    await this.#db
      .updateTable('intent')
      .set({ said, state: 'unknown', cloud: cloud && json(cloud) })
      .where('id', '=', intent)
      .execute()
  }

  /** As if never sent: for calls that surely did not reach the cloud. */
  async putBack(intents: readonly string[]): Promise<void> {
    await this.#db
      .updateTable('intent')
      .set({ state: 'waiting', attempts: 0, sent_at: null, said: null })
      .where('id', 'in', intents)
      .execute()
  }

  async settle(
    intent: string,
    state: Change['state'],
    { cloud, at }: { cloud: CloudWord | null; at: Date },
  ): Promise<void> {
    await this.#db
      .updateTable('intent')
      .set({ state, settled_at: at, cloud: cloud && json(cloud) })
      .where('id', '=', intent)
      .execute()
  }
}

function rowOf(line: string, number: number, { personName, ...intent }: NewIntent): IntentRow {
  const asked = { ...intent, apps: intent.apps ? [...intent.apps] : null, person_name: personName }
  const blank = { attempt: null, attempts: 0, sent_at: null, said: null, settled_at: null, cloud: null }
  return { id: randomUUID(), line, number, ...asked, ...blank, state: 'waiting' }
}
