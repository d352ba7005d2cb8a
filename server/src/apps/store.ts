import { sql } from 'kysely'
import { houseId } from '../kernel/house-id.ts'
import { clean, cleanOrNull, instantOrNull, keysOf } from '../kernel/search-words.ts'
import type { Db } from '../storage/tables.ts'
import type { SeenApp } from '../upstream/port.ts'

/** An app as last seen. */
export type AppEntry = {
  id: string
  connection: string
  cloud_id: string
  name: string
  name_key: string
  type: string | null
  remark: string | null
  creator: string | null
  project: string | null
  bound_apis: number | null
  created_at: Date | null
  updated_at: Date | null
  grants: number
  seen_at: Date
  gone_at: Date | null
}

/** What a rule asks of an app. */
type AppFacts = { id: string; cloudId: string; creator: string | null; gone: boolean }

export type AppStore = ReturnType<typeof appStore>

export function appStore(db: Db) {
  return { ...finding(db), ...keeping(db), ...settling(db) }
}

function finding(db: Db) {
  return {
    async find(app: string): Promise<AppEntry | undefined> {
      const { rows } = await sql<AppEntry>`select * from app where id = ${app}`.execute(db)
      return rows[0]
    },

    /** Some apps by our ids; those that are not known are missing. */
    async callers(apps: readonly string[]): Promise<Map<string, AppFacts>> {
      const { rows } = await sql<AppEntry>`
        select id, cloud_id, creator, gone_at from app where id = any(${[...apps]}::text[])`.execute(db)
      return new Map(
        rows.map(({ id, cloud_id, creator, gone_at }) => [
          id,
          { id, cloudId: cloud_id, creator, gone: gone_at !== null },
        ]),
      )
    },

    /** Through which identities each app was listed. */
    async sightings(apps: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
      const { rows } = await sql<{ app: string; identities: string[] }>`
        select app, array_agg(identity order by identity) as identities from app_sighting
        where app = any(${[...apps]}::text[]) group by app`.execute(db)
      return new Map(rows.map(({ app, identities }) => [app, identities]))
    },

    /** Our ids of a connection's apps, in order, a part at a time. */
    async idsAfter(connection: string, id: string, limit: number): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        select id from app where connection = ${connection} and id > ${id} order by id limit ${limit}`.execute(db)
      return rows.map((row) => row.id)
    },
  }
}

function keeping(db: Db) {
  return {
    /**
     * Takes in apps that a reading showed: through an identity that lists them, or `null` when they were met otherwise,
     * as authorized apps of an API. A few hundred at once at most.
     */
    // oxlint-disable-next-line max-params -- the signature that the room of grants asks for
    async observe(connection: string, identity: string | null, apps: readonly SeenApp[], at: Date): Promise<void> {
      if (apps.length === 0) return
      const rows = distinct(apps.map((app) => appRow(app, connection)))
      await sql`
        insert into app as a (id, connection, cloud_id, name, name_key, words, type, remark, creator, project, bound_apis,
          created_at, updated_at, seen_at)
        select id, ${connection}, cloud_id, name, name_key, words, type, remark, creator, project, bound_apis, created_at,
          updated_at, ${at}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, cloud_id text, name text, name_key text,
          words text, type text, remark text, creator text, project text, bound_apis integer, created_at timestamptz,
          updated_at timestamptz)
        on conflict (id) do update set name = excluded.name, name_key = excluded.name_key, words = excluded.words,
          type = coalesce(excluded.type, a.type), remark = excluded.remark, creator = coalesce(excluded.creator, a.creator),
          project = coalesce(excluded.project, a.project), bound_apis = coalesce(excluded.bound_apis, a.bound_apis),
          created_at = coalesce(excluded.created_at, a.created_at), updated_at = coalesce(excluded.updated_at, a.updated_at),
          seen_at = excluded.seen_at, gone_at = null`.execute(db)
      if (identity === null) return
      await sql`
        insert into app_sighting (app, identity, seen_at)
        select app, ${identity}, ${at} from unnest(${rows.map(({ id }) => id)}::text[]) as app
        on conflict (app, identity) do update set seen_at = excluded.seen_at`.execute(db)
    },
  }
}

function settling(db: Db) {
  return {
    /** Lets the database count what it has; embedded, nobody else does. */
    async survey(): Promise<void> {
      await sql`analyze app, app_sighting`.execute(db)
    },

    /** After a whole reading: what it did not show is gone. */
    async endUnseen(connection: string, since: Date, at: Date): Promise<void> {
      await sql`
        delete from app_sighting where seen_at < ${since} and app in (select id from app where connection = ${connection})`.execute(
        db,
      )
      await sql`
        update app set gone_at = ${at} where connection = ${connection} and gone_at is null and seen_at < ${since}`.execute(
        db,
      )
    },

    /** Counts the APIs that some apps may call anew. */
    recount: (apps: readonly string[]) => recount(db, apps),

    /** Counts anew for every app that some APIs know. */
    async recountFor(apis: readonly string[]): Promise<void> {
      const { rows } = await sql<{ app: string }>`
        select distinct app from access_grant where api = any(${[...apis]}::text[])`.execute(db)
      const apps = rows.map(({ app }) => app)
      for (let start = 0; start < apps.length; start += AT_ONCE) await recount(db, apps.slice(start, start + AT_ONCE))
    },
  }
}

const AT_ONCE = 500

/** The rows are held before they are counted, so that of two who count the later one has the last word. */
async function recount(db: Db, apps: readonly string[]): Promise<void> {
  await sql`select id from app where id = any(${[...apps]}::text[]) order by id for no key update`.execute(db)
  await sql`
    update app set grants = counted.grants
    from (select id, (select count(*)::int from access_grant g where g.app = i.id and g.actual = 'on') as grants
      from unnest(${[...apps]}::text[]) as i(id)) counted
    where app.id = counted.id and app.grants <> counted.grants`.execute(db)
}

/** Each once, in one order, so that two units that write the same rows never wait for each other crosswise. */
const distinct = <T extends { id: string }>(rows: readonly T[]): T[] =>
  [...new Map(rows.map((row) => [row.id, row])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))

const LARGEST = 2_147_483_647

function appRow(app: SeenApp, connection: string) {
  const name = clean(app.name)
  return {
    id: houseId('app', connection, app.appId),
    cloud_id: clean(app.appId),
    name,
    ...keysOf(name, app.appId),
    type: cleanOrNull(app.type),
    remark: cleanOrNull(app.remark),
    creator: cleanOrNull(app.creator),
    project: cleanOrNull(app.project),
    bound_apis: app.boundApis === null ? null : Math.min(Math.trunc(app.boundApis), LARGEST),
    created_at: instantOrNull(app.createdAt),
    updated_at: instantOrNull(app.updatedAt),
  }
}
