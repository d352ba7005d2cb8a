import { sql } from 'kysely'
import type { AuthType, ServiceState } from '@grantdesk/shared/apis'

/** A service with one of its APIs, or without any. */
export type ApiEntry = {
  connection: string
  /** How the service and its API are sorted. */
  keys: { service: string; api: string | null }
  service: {
    id: string
    cloudId: string
    name: string
    description: string | null
    state: ServiceState
    stateWord: string | null
    owner: string | null
    publishedAt: Date | null
    goneAt: Date | null
  }
  api: {
    id: string
    cloudId: string
    name: string
    method: string | null
    url: string | null
    authType: AuthType
    authWord: string | null
    supportsAppCode: boolean | null
    remark: string | null
    grants: number
    goneAt: Date | null
  } | null
  /** When the older part of it was last read. */
  seenAt: Date
}

/** An entry as the database gives it. Without an API, all of `a_` is null. */
export type EntryRow = {
  s_id: string
  s_connection: string
  s_cloud_id: string
  s_name: string
  s_name_key: string
  s_description: string | null
  s_state: ServiceState
  s_state_word: string | null
  s_owner: string | null
  s_published_at: Date | null
  s_seen_at: Date
  s_gone_at: Date | null
} & (
  | { a_id: null }
  | {
      a_id: string
      a_cloud_id: string
      a_name: string
      a_name_key: string
      a_method: string | null
      a_url: string | null
      a_auth: AuthType
      a_auth_word: string | null
      a_supports_app_code: boolean | null
      a_remark: string | null
      a_grants: number
      a_seen_at: Date
      a_gone_at: Date | null
    }
)

/** The columns of an entry, under names of their own; `s` is the service and `a` its API. */
export const ENTRY = sql`
  s.id as s_id, s.connection as s_connection, s.cloud_id as s_cloud_id, s.name as s_name, s.name_key as s_name_key,
  s.description as s_description, s.state as s_state, s.state_word as s_state_word, s.owner as s_owner,
  s.published_at as s_published_at, s.seen_at as s_seen_at, s.gone_at as s_gone_at,
  a.id as a_id, a.cloud_id as a_cloud_id, a.name as a_name, a.name_key as a_name_key, a.method as a_method, a.url as a_url,
  a.auth as a_auth, a.auth_word as a_auth_word, a.supports_app_code as a_supports_app_code, a.remark as a_remark,
  a.grants as a_grants, a.seen_at as a_seen_at, a.gone_at as a_gone_at`

export function entryOf(row: EntryRow): ApiEntry {
  return {
    connection: row.s_connection,
    keys: { service: row.s_name_key, api: row.a_id === null ? null : row.a_name_key },
    service: {
      id: row.s_id,
      cloudId: row.s_cloud_id,
      name: row.s_name,
      description: row.s_description,
      state: row.s_state,
      stateWord: row.s_state_word,
      owner: row.s_owner,
      publishedAt: row.s_published_at,
      goneAt: row.s_gone_at,
    },
    api: row.a_id === null ? null : apiPart(row),
    seenAt: row.a_id !== null && row.a_seen_at < row.s_seen_at ? row.a_seen_at : row.s_seen_at,
  }
}

const apiPart = (row: Extract<EntryRow, { a_id: string }>): NonNullable<ApiEntry['api']> => ({
  id: row.a_id,
  cloudId: row.a_cloud_id,
  name: row.a_name,
  method: row.a_method,
  url: row.a_url,
  authType: row.a_auth,
  authWord: row.a_auth_word,
  supportsAppCode: row.a_supports_app_code,
  remark: row.a_remark,
  grants: row.a_grants,
  goneAt: row.a_gone_at,
})
