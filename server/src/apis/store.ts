import { sql } from 'kysely'
import { houseId } from '../kernel/house-id.ts'
import { clean, cleanOrNull, instantOrNull, keysOf } from '../kernel/search-words.ts'
import type { Db } from '../storage/tables.ts'
import type { SeenApi, SeenService } from '../upstream/port.ts'
import { type ApiEntry, ENTRY, entryOf, type EntryRow } from './entry.ts'
import { authTypeOf, serviceStateOf } from './rules.ts'

/** Where things were seen, and when the reading ended. */
export type Sight = { connection: string; identity: string; at: Date }

export type ApiStore = ReturnType<typeof apiStore>

export function apiStore(db: Db) {
  return { ...finding(db), ...keepingServices(db), ...keepingApis(db), ...settling(db) }
}

function finding(db: Db) {
  return {
    /** An API with its service, gone or not. */
    async find(api: string): Promise<ApiEntry | undefined> {
      const { rows } = await sql<EntryRow>`
        select ${ENTRY} from api a join cloud_service s on s.id = a.service where a.id = ${api}`.execute(db)
      return rows.map(entryOf)[0]
    },

    /** A service with its API: the one that is there, else none; gone or not. */
    async findService(service: string): Promise<ApiEntry | undefined> {
      const { rows } = await sql<EntryRow>`
        select ${ENTRY} from cloud_service s left join api a on a.service = s.id and a.gone_at is null
        where s.id = ${service} order by a.name_key, a.id limit 1`.execute(db)
      return rows.map(entryOf)[0]
    },

    /** Through which identities each service was seen. */
    async sightings(services: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
      const { rows } = await sql<{ service: string; identities: string[] }>`
        select service, array_agg(identity order by identity) as identities from service_sighting
        where service = any(${[...services]}::text[]) group by service`.execute(db)
      return new Map(rows.map(({ service, identities }) => [service, identities]))
    },

    /** The APIs of a service that the cloud still has, as last read. */
    async apisOf(service: string): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        select id from api where service = ${service} and gone_at is null order by id`.execute(db)
      return rows.map(({ id }) => id)
    },
  }
}

function keepingServices(db: Db) {
  return {
    /** Takes in services that were seen through an identity. A few hundred at once at most. */
    async saveServices(services: readonly SeenService[], { connection, identity, at }: Sight): Promise<void> {
      if (services.length === 0) return
      const rows = distinct(services.map((service) => serviceRow(service, connection)))
      await sql`
        insert into cloud_service as s (id, connection, cloud_id, name, name_key, words, description, state, state_word, owner,
          published_at, seen_at)
        select id, ${connection}, cloud_id, name, name_key, words, description, state, state_word, owner, published_at, ${at}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, cloud_id text, name text, name_key text,
          words text, description text, state text, state_word text, owner text, published_at timestamptz)
        on conflict (id) do update set name = excluded.name, name_key = excluded.name_key, words = excluded.words,
          description = excluded.description, state = excluded.state,
          state_word = excluded.state_word, owner = coalesce(excluded.owner, s.owner),
          published_at = excluded.published_at, seen_at = excluded.seen_at, gone_at = null`.execute(db)
      await sql`
        insert into service_sighting (service, identity, seen_at)
        select service, ${identity}, ${at} from unnest(${rows.map(({ id }) => id)}::text[]) as service
        on conflict (service, identity) do update set seen_at = excluded.seen_at`.execute(db)
    },

    /** The cloud does not show the service any more: its APIs, which are answered, have gone with it. */
    async endService(service: string, at: Date): Promise<string[]> {
      await sql`update cloud_service set gone_at = ${at} where id = ${service} and gone_at is null`.execute(db)
      const { rows } = await sql<{ id: string }>`
        update api set gone_at = ${at} where service = ${service} and gone_at is null returning id`.execute(db)
      return rows.map(({ id }) => id)
    },

    /** An identity does not see the service any more. */
    async unsee(service: string, identity: string): Promise<void> {
      await sql`delete from service_sighting where service = ${service} and identity = ${identity}`.execute(db)
    },
  }
}

function keepingApis(db: Db) {
  return {
    /** Takes in APIs of a service and answers our ids, in the same order. */
    async saveApis(
      apis: readonly SeenApi[],
      { connection, service, at }: { connection: string; service: string; at: Date },
    ) {
      const rows = apis.map((api) => apiRow(api, connection))
      if (rows.length === 0) return []
      await sql`
        insert into api as a (id, connection, service, cloud_id, name, name_key, words, method, url, auth, auth_word,
          supports_app_code, remark, seen_at)
        select id, ${connection}, ${service}, cloud_id, name, name_key, words, method, url, auth, auth_word,
          supports_app_code, remark, ${at}
        from jsonb_to_recordset(${JSON.stringify(distinct(rows))}::jsonb) as r(id text, cloud_id text, name text,
          name_key text, words text, method text, url text, auth text, auth_word text, supports_app_code boolean, remark text)
        on conflict (id) do update set service = excluded.service, name = excluded.name, name_key = excluded.name_key,
          words = excluded.words, method = excluded.method, url = excluded.url, auth = excluded.auth,
          auth_word = excluded.auth_word, supports_app_code = excluded.supports_app_code, remark = excluded.remark,
          seen_at = excluded.seen_at, gone_at = null`.execute(db)
      return rows.map(({ id }) => id)
    },

    /** Marks the APIs of a service that a whole reading did not show, and answers them. */
    async endOthers(service: string, shown: readonly string[], at: Date): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        update api set gone_at = ${at} where service = ${service} and gone_at is null and not (id = any(${[...shown]}::text[]))
        returning id`.execute(db)
      return rows.map(({ id }) => id)
    },
  }
}

function settling(db: Db) {
  return {
    /** Counts the authorized apps of some APIs anew. */
    async recount(apis: readonly string[]): Promise<void> {
      // The rows are held before they are counted, so that of two who count the later one has the last word.
      await sql`select id from api where id = any(${[...apis]}::text[]) order by id for update`.execute(db)
      await sql`
        update api set grants = counted.grants
        from (select id, (select count(*)::int from access_grant g where g.api = i.id and g.actual = 'on') as grants
          from unnest(${[...apis]}::text[]) as i(id)) counted
        where api.id = counted.id and api.grants <> counted.grants`.execute(db)
    },

    /** Lets the database count what it has: embedded, nobody else does, and without it a join takes seconds. */
    async survey(): Promise<void> {
      await sql`analyze cloud_service, service_sighting, api`.execute(db)
    },

    /** After a whole reading: what it did not show is gone. Answers the APIs that have gone. */
    async endUnseen(connection: string, since: Date, at: Date): Promise<string[]> {
      await sql`
        delete from service_sighting where seen_at < ${since}
          and service in (select id from cloud_service where connection = ${connection})`.execute(db)
      await sql`
        update cloud_service set gone_at = ${at}
        where connection = ${connection} and gone_at is null and seen_at < ${since}`.execute(db)
      const { rows } = await sql<{ id: string }>`
        update api set gone_at = ${at} from cloud_service s
        where s.id = api.service and s.connection = ${connection} and s.gone_at is not null and api.gone_at is null
        returning api.id`.execute(db)
      return rows.map(({ id }) => id)
    },
  }
}

/** Each once, in one order, so that two units that write the same rows never wait for each other crosswise. */
const distinct = <T extends { id: string }>(rows: readonly T[]): T[] =>
  [...new Map(rows.map((row) => [row.id, row])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))

function serviceRow(service: SeenService, connection: string) {
  const name = clean(service.name)
  return {
    id: houseId('service', connection, service.serviceId),
    cloud_id: clean(service.serviceId),
    name,
    ...keysOf(name, service.serviceId),
    description: cleanOrNull(service.description),
    state: serviceStateOf(service.status),
    state_word: cleanOrNull(service.status),
    owner: cleanOrNull(service.owner),
    published_at: instantOrNull(service.publishedAt),
  }
}

function apiRow(api: SeenApi, connection: string) {
  const name = clean(api.name)
  return {
    id: houseId('api', connection, api.apiId),
    cloud_id: clean(api.apiId),
    name,
    ...keysOf(name, api.apiId),
    method: cleanOrNull(api.method),
    url: cleanOrNull(api.url),
    auth: authTypeOf(api.authType),
    auth_word: cleanOrNull(api.authType),
    supports_app_code: api.supportsAppCode,
    remark: cleanOrNull(api.remark),
  }
}
