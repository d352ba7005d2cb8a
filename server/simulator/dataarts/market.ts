import { z } from 'zod'
import type { Answer, Ask } from '../ask.ts'
import { live } from '../world.ts'
import { API_COLUMNS, APIS, READABLE } from './find.ts'
import { placeOf } from './place.ts'
import { bodyAs, paged } from './query.ts'
import type { DataApiRow } from './rows.ts'

const RECENT_MS = 3 * 86_400_000

/** MallParaDTO. */
const Wanted = z.looseObject({
  auth_type: z.enum(['APP', 'IAM', 'NONE']).optional(),
  visibility: z.enum(['WORKSPACE', 'PROJECT', 'DOMAIN', 'SPECIFIC_PROJECT']).optional(),
  market_sort_type: z.enum(['updateTime', 'createTime']).optional(),
  asc_or_desc: z.enum(['asc', 'desc']).optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).default(10),
  is_owner: z.boolean().default(false),
  is_authorized: z.boolean().default(false),
  is_update_recently: z.boolean().default(false),
  is_release_recently: z.boolean().default(false),
  is_hot_recently: z.boolean().default(false),
  success_and_failure_rate: z.boolean().default(false),
})
type Wanted = z.output<typeof Wanted>

/** SQL of the columns that are only shown on demand. */
const FLAGS = {
  is_owner: 'a.workspace_id = $workspace',
  is_authorized: `EXISTS (SELECT 1 FROM relation r JOIN data_app p ON p.n = r.app WHERE r.api = a.n
    AND p.workspace_id = $workspace AND r.state <> 'LINK_WAITING_CHECK' AND r.lapsed = 0 AND ${live('r')})`,
  is_update_recently: 'a.updated_at > $recent',
  is_release_recently: 'a.published_at > $recent',
  is_hot_recently: `EXISTS (SELECT 1 FROM ticket t JOIN data_app p ON p.n = t.app WHERE t.api = a.n
    AND t.type = 'APPLY_TYPE_APPLY' AND p.workspace_id <> a.workspace_id AND t.applied_at > $recent)`,
}
type Flag = keyof typeof FLAGS
const FLAG_NAMES = Object.keys(FLAGS) as Flag[]

type MarketRow = DataApiRow & Record<Flag, number> & { applications: number }

/** POST /market (ListDataServiceMarketApis): published APIs of every workspace as far as they may be known. */
export function listMarket(ask: Ask): Answer {
  const { world } = ask
  const { workspace, edition } = placeOf(ask)
  const wanted = bodyAs(ask, Wanted)
  const { limit, skip } = paged(world, wanted)
  const matching = `FROM ${APIS} WHERE a.edition = $edition AND ${READABLE} AND ${live('a')}
    AND EXISTS (SELECT 1 FROM publication b WHERE b.api = a.n AND b.status = 'API_STATUS_PUBLISHED')
    ${conditionsOf(ask, wanted).join(' ')}`
  const args = {
    workspace: workspace.id,
    project: workspace.project_id,
    edition,
    authType: wanted.auth_type ?? '',
    visibility: wanted.visibility ?? '',
    recent: world.clock.now() - RECENT_MS,
    seen: ask.seen,
  }
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${matching}`, args)?.total ?? 0
  const column = wanted.market_sort_type === 'createTime' ? 'a.created_at' : 'a.updated_at'
  const rows = world.all<MarketRow>(
    `SELECT ${API_COLUMNS}, ${FLAG_NAMES.map((name) => `${FLAGS[name]} AS ${name}`).join(', ')},
      (SELECT count(DISTINCT r.app) FROM relation r WHERE r.api = a.n AND ${live('r')}) AS applications
      ${matching} ORDER BY ${column} ${wanted.asc_or_desc ?? 'desc'}, a.id LIMIT $limit OFFSET $skip`,
    { ...args, limit, skip: world.switches.pastEnd === 'first' && skip >= total ? 0 : skip },
  )
  return { status: 200, body: { total, apis: rows.map((row) => shape(row, wanted)) } }
}

function conditionsOf(ask: Ask, wanted: Wanted): string[] {
  const flags = ask.world.switches.dataarts.marketFlags === 'filter' ? FLAG_NAMES.filter((name) => wanted[name]) : []
  return [
    ...(wanted.auth_type === undefined ? [] : ['AND a.auth_type = $authType']),
    ...(wanted.visibility === undefined ? [] : ['AND a.visibility = $visibility']),
    ...flags.map((name) => `AND ${FLAGS[name]}`),
  ]
}

/** AdvancedMallApiDTO: columns that were not asked for are null (vendor's example). */
function shape(row: MarketRow, wanted: Wanted) {
  const flags = FLAG_NAMES.map((name) => [name, wanted[name] ? row[name] === 1 : null])
  const failures = row.calls % 7
  return {
    id: row.id,
    name: row.name,
    auth_type: row.auth_type,
    application_num: row.applications,
    call_num: row.calls,
    user_name: row.creator_name,
    create_time: row.created_at,
    update_time: row.updated_at,
    ...Object.fromEntries(flags),
    success_rate: wanted.success_and_failure_rate ? `${100 - failures}%` : null,
    failure_rate: wanted.success_and_failure_rate ? `${failures}%` : null,
  }
}
