import { sql, type Selectable } from 'kysely'
import type { Change } from '@grantdesk/shared/changes'
import type { Wanted } from '@grantdesk/shared/grants'
import type { Db } from '../storage/tables.ts'
import type { ApiReading } from './reading.ts'

type GrantTable = {
  access_grant: {
    api: string
    app: string
    connection: string
    wanted: Wanted | null
    actual: Wanted | null
    verified_at: Date | null
    auth_id: string | null
    version: number
    change_id: string | null
    change_state: Change['state'] | null
    change_by: string | null
    change_at: Date | null
    change_settled_at: Date | null
    change_cloud: Change['cloud']
  }
}

/** One app on one API as stored. */
export type GrantRow = {
  api: string
  app: string
  connection: string
  wanted: Wanted | null
  actual: Wanted | null
  verifiedAt: Date | null
  authId: string | null
  version: number
  change: Change | null
}

/** Readings of a cloud may lag its writes by some seconds: within them a contradiction proves nothing. */
const LAG_MS = 15_000
const CHUNK = 500

/** What is decided and known of each app on each API. */
export const grantStore = (db: Db) => ({ ...rows(db), ...writes(db), ...readings(db) })

export type GrantStore = ReturnType<typeof grantStore>

const tablesOf = (db: Db) => db.withTables<GrantTable>()

function rows(db: Db) {
  const all = () => tablesOf(db).selectFrom('access_grant').selectAll()
  return {
    /** What there is of some apps on one API. */
    async of(api: string, apps: readonly string[]): Promise<GrantRow[]> {
      if (apps.length === 0) return []
      const rows = await all().where('api', '=', api).where('app', 'in', apps).execute()
      return rows.map(fromRow)
    },

    /** What there is of one app on some APIs, by the API. */
    async ofApp(app: string, apis: readonly string[]): Promise<Map<string, GrantRow>> {
      if (apis.length === 0) return new Map()
      const rows = await all().where('app', '=', app).where('api', 'in', apis).execute()
      return new Map(rows.map((row) => [row.api, fromRow(row)]))
    },

    /** The rows of some pairs, made where missing and held until the unit ends; always in one order, so that two units never wait for each other. */
    async lock(api: string, apps: readonly string[], connection: string): Promise<Map<string, GrantRow>> {
      const sorted = [...new Set(apps)].sort()
      if (sorted.length === 0) return new Map()
      const blank = sorted.map((app) => ({ ...BLANK, api, app, connection }))
      await tablesOf(db)
        .insertInto('access_grant')
        .values(blank)
        .onConflict((on) => on.doNothing())
        .execute()
      const rows = await all().where('api', '=', api).where('app', 'in', sorted).orderBy('app').forUpdate().execute()
      return new Map(rows.map((row) => [row.app, fromRow(row)]))
    },
  }
}

const writes = (db: Db) => ({
  async save(rows: readonly GrantRow[]): Promise<void> {
    for (let start = 0; start < rows.length; start += CHUNK) {
      await tablesOf(db)
        .insertInto('access_grant')
        .values(rows.slice(start, start + CHUNK).map(toRow))
        .onConflict((on) => on.columns(['api', 'app']).doUpdateSet((eb) => excludedOf(eb)))
        .execute()
    }
  },

  /** Keeps the cloud's own ids of authorizations, as its answers tell them. */
  async keepAuthIds(api: string, told: readonly { app: string; authId: string }[]): Promise<void> {
    const apps = told.map(({ app }) => app)
    const ids = told.map(({ authId }) => authId)
    // One statement, so that nothing is written but what it holds in the one order.
    await sql`
      with held as materialized (
        select app from access_grant where api = ${api} and app = any(${apps}::text[]) order by app for update)
      update access_grant set auth_id = told.auth_id
      from unnest(${apps}::text[], ${ids}::text[]) as told(app, auth_id), held
      where access_grant.api = ${api} and access_grant.app = told.app and access_grant.app = held.app`.execute(db)
  },
})

const readings = (db: Db) => ({
  /**
   * Takes in what a reading showed. A row that differs from before gets a new version, unless a change of ours is under
   * way. New rows are made first and the others held after them, both in one order, as `lock` does: readings and switches
   * of the same rows never wait for each other in a circle.
   */
  async observe({ api, unauthorized, readAt, ...reading }: ApiReading, connection: string): Promise<void> {
    const authorized = reading.authorized.toSorted()
    for (let start = 0; start < authorized.length; start += CHUNK) {
      await sql`
        insert into access_grant (api, app, connection, actual, verified_at)
        select ${api}, app, ${connection}, 'on', ${readAt} from unnest(${authorized.slice(start, start + CHUNK)}::text[]) as app
        on conflict (api, app) do nothing`.execute(db)
    }
    const isOn = sql`access_grant.app = any(${authorized}::text[])`
    const isOff =
      unauthorized === 'others' ? sql`not (${isOn})` : sql`access_grant.app = any(${[...unauthorized]}::text[])`
    // One statement, so that nothing is written but what it holds: a row that appeared meanwhile would come out of order.
    await sql`
      with held as materialized (
        select app from access_grant
        where api = ${api} and (${isOn} or ${isOff}) and (verified_at is null or verified_at < ${readAt})
        order by app for update)
      update access_grant set
        actual = case when ${isOn} then 'on' else 'off' end,
        auth_id = case when ${isOn} then auth_id end,
        verified_at = ${readAt},
        version = version + case when ${isOn} then ${bump('on')} else ${bump('off')} end
      from held
      where access_grant.api = ${api} and access_grant.app = held.app
        and case when ${isOn} then ${newer('on', readAt)} else ${newer('off', readAt)} end`.execute(db)
  },
})

/** 1 where the reading shows another state than before and no change of ours explains it. */
const bump = (actual: Wanted) => sql`(case
  when access_grant.actual is distinct from ${actual}::text and access_grant.actual is not null
    and coalesce(access_grant.change_state, 'done') not in ('waiting', 'sending', 'unknown') then 1
  else 0 end)`

/** A reading counts when it is newer than the last one and does not contradict a change that was confirmed a moment ago. */
const newer = (actual: Wanted, readAt: Date) => sql`
  (access_grant.verified_at is null or access_grant.verified_at < ${readAt})
  and (access_grant.actual is not distinct from ${actual}::text
    or access_grant.change_settled_at is null
    or access_grant.change_settled_at < ${new Date(readAt.getTime() - LAG_MS)}
    or access_grant.wanted is not distinct from ${actual}::text)`

const NO_CHANGE = {
  change_id: null,
  change_state: null,
  change_by: null,
  change_at: null,
  change_settled_at: null,
  change_cloud: null,
}

const BLANK = {
  wanted: null,
  actual: null,
  verified_at: null,
  auth_id: null,
  version: 0,
  ...NO_CHANGE,
}

function fromRow(row: Selectable<GrantTable['access_grant']>): GrantRow {
  const { api, app, connection, wanted, actual, version } = row
  return {
    api,
    app,
    connection,
    wanted,
    actual,
    version,
    verifiedAt: row.verified_at,
    authId: row.auth_id,
    change: changeOf(row),
  }
}

function changeOf(row: Selectable<GrantTable['access_grant']>): Change | null {
  if (!row.change_id || !row.change_state || !row.change_at) return null
  return {
    id: row.change_id as Change['id'],
    state: row.change_state,
    by: row.change_by ?? '',
    at: row.change_at.toISOString(),
    settledAt: row.change_settled_at?.toISOString() ?? null,
    cloud: row.change_cloud,
  }
}

function toRow({ verifiedAt, authId, change, ...row }: GrantRow) {
  return { ...row, verified_at: verifiedAt, auth_id: authId, ...(change ? changeColumns(change) : NO_CHANGE) }
}

const changeColumns = ({ id, state, by, at, settledAt, cloud }: Change) => ({
  change_id: id,
  change_state: state,
  change_by: by,
  change_at: new Date(at),
  change_settled_at: settledAt === null ? null : new Date(settledAt),
  change_cloud: cloud && sql<never>`${JSON.stringify(cloud)}::jsonb`,
})

type Excluded = { ref(name: string): never }
const COLUMNS = Object.keys(BLANK)
const excludedOf = (eb: unknown): Record<string, never> =>
  Object.fromEntries(COLUMNS.map((name) => [name, (eb as Excluded).ref(`excluded.${name}`)]))
