import type { Answer, Ask } from '../ask.ts'
import { live } from '../world.ts'
import { refusal } from './errors.ts'
import { API_COLUMNS, APIS, apiOfPath } from './find.ts'
import { placeOf } from './place.ts'
import { choice, needle, page, text } from './query.ts'
import type { DataApiRow } from './rows.ts'
import { apiDetail, apiOverview } from './shapes.ts'

/** SQL: some app may call the API, or might if its time were not over. */
const GRANTED = `EXISTS (SELECT 1 FROM relation r WHERE r.api = a.n AND r.state <> 'LINK_WAITING_CHECK' AND ${live('r')})`
const PUBLISHED = `EXISTS (SELECT 1 FROM publication b WHERE b.api = a.n AND b.status = 'API_STATUS_PUBLISHED')`

const API_TYPES = ['CONFIGURATION', 'SCRIPT', 'REGISTER', 'MYBATIS', 'GROOVY', 'ORCHESTRATE'].map(
  (kind) => `API_SPECIFIC_TYPE_${kind}`,
)

const PUBLISH_STATUS = { PUBLISHED, NOT_PUBLISHED: `NOT ${PUBLISHED}` }
const AUTHORIZATION_STATUS = {
  NO_AUTHORIZATION_REQUIRED: "a.auth_type = 'NONE'",
  AUTHORIZED: `a.auth_type <> 'NONE' AND ${GRANTED}`,
  UNAUTHORIZED: `a.auth_type <> 'NONE' AND NOT ${GRANTED}`,
}

/** The text filters of ListApis are parts of the value (ListApis, SDK). */
const FUZZY = { name: 'a.name', description: 'a.description', create_user: 'c.name', table_name: 'a.source_table' }

/** GET /apis (ListApis): the APIs of the workspace and the edition of the headers, newest first. */
export function listApis(ask: Ask): Answer {
  const { world } = ask
  const { workspace, edition } = placeOf(ask)
  const { limit, skip } = page(ask)
  const { conditions, args } = filters(ask)
  const matching = `FROM ${APIS} WHERE a.workspace_id = $workspace AND a.edition = $edition AND ${live('a')}
    ${conditions.map((one) => `AND ${one}`).join(' ')}`
  const all = { ...args, workspace: workspace.id, edition, seen: ask.seen }
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${matching}`, all)?.total ?? 0
  const rows = world.all<DataApiRow & { granted: number }>(
    `SELECT ${API_COLUMNS}, ${GRANTED} AS granted ${matching} ORDER BY a.created_at DESC, a.id LIMIT $limit OFFSET $skip`,
    { ...all, limit, skip: world.switches.pastEnd === 'first' && skip >= total ? 0 : skip },
  )
  const withPublications = ask.headers['x-return-publish-messages'] === 'true'
  return { status: 200, body: { total, records: rows.map((row) => apiOverview(world, row, withPublications)) } }
}

interface Filters {
  conditions: string[]
  args: Record<string, string | number>
}

function filters(ask: Ask): Filters {
  const fuzzy = Object.entries(FUZZY).flatMap(([name, column]) => {
    const value = text(ask, name)
    return value === undefined ? [] : [{ sql: `instr(lower(${column}), $${name}) > 0`, name, value: needle(value) }]
  })
  const times = [instant(ask, 'start_time', '>='), instant(ask, 'end_time', '<=')].flat()
  const kind = choice(ask, 'api_type', API_TYPES)
  const kinds = kind === undefined ? [] : [{ sql: 'a.kind = $api_type', name: 'api_type', value: kind }]
  const published = choice(ask, 'publish_status', ['PUBLISHED', 'NOT_PUBLISHED'])
  const authorized = choice(ask, 'authorization_status', ['NO_AUTHORIZATION_REQUIRED', 'AUTHORIZED', 'UNAUTHORIZED'])
  const given = [...fuzzy, ...times, ...kinds]
  return {
    conditions: [
      ...given.map(({ sql }) => sql),
      ...(published === undefined ? [] : [PUBLISH_STATUS[published]]),
      ...(authorized === undefined ? [] : [AUTHORIZATION_STATUS[authorized]]),
      ...tagConditions(ask),
    ],
    args: Object.fromEntries(given.map(({ name, value }) => [name, value])),
  }
}

/** start_time and end_time: ISO 8601 on the time of creation (ListApis, SDK). */
function instant(ask: Ask, name: 'start_time' | 'end_time', sign: '>=' | '<=') {
  const value = text(ask, name)
  if (value === undefined) return []
  const at = Date.parse(value)
  if (Number.isNaN(at)) throw refusal.parameter(name)
  return [{ sql: `a.created_at ${sign} $${name}`, name, value: at }]
}

/** `tags`: comma-separated; an API that has one of them is listed. Only plain words are taken. */
function tagConditions(ask: Ask): string[] {
  const tags = (text(ask, 'tags') ?? '').split(',').filter((tag) => tag !== '')
  if (tags.some((tag) => !/^[\p{L}\p{N}_-]+$/u.test(tag))) throw refusal.parameter('tags')
  if (tags.length === 0) return []
  return [`(${tags.map((tag) => `instr(',' || a.tags || ',', ',${tag},') > 0`).join(' OR ')})`]
}

/** GET /apis/{api_id} (ShowApi). */
export function showApi(ask: Ask): Answer {
  const place = placeOf(ask)
  return { status: 200, body: apiDetail(ask.world, apiOfPath(ask, place)) }
}
