import type { Kysely, Selectable } from 'kysely'
import type { Change } from '@grantdesk/shared/changes'
import type { Wanted } from '@grantdesk/shared/grants'
import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { Db } from '../storage/tables.ts'
import type { Said } from './rules.ts'

export type ChangeTables = {
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
    resend_at: Date | null
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
/** One that is not settled; overtaken when the same app got a later wish, settled or not. */
export type OpenIntent = IntentRow & { overtaken: boolean }

export const tablesOf = (db: Db): Kysely<ChangeTables> => db.withTables<ChangeTables>()
