import { live } from '../world.ts'
import { seesAll, VISIBLE_SERVICE, visibleService } from './access.ts'
import { type Answer, type Ask, param } from '../ask.ts'
import { choice, needle, orderBy, page, settledSkip, text, workspace } from './query.ts'
import type { ServiceRow } from './rows.ts'
import { serviceDetailShape, serviceShape } from './shapes.ts'

const STATES = [
  'running',
  'deploying',
  'concerning',
  'failed',
  'stopped',
  'finished',
  'stopping',
  'deleting',
  'pending',
  'waiting',
] as const
const SORTS = { publish_at: 'publish_at', service_name: 'name COLLATE NOCASE', transition_at: 'transition_at' }

const NAME_MATCHES = {
  fuzzy: 'instr(lower(name), $name) > 0',
  exact: 'lower(name) = $name',
}

/** GET /v1/{project_id}/services (vendor page "Querying Services"). */
export function listServices(ask: Ask): Answer {
  const { world } = ask
  const sort = choice(ask, 'sort_by', ['publish_at', 'service_name', 'transition_at']) ?? 'publish_at'
  const direction = choice(ask, 'order', ['asc', 'desc']) ?? 'desc'
  const paging = page(ask)
  const { args, filters } = serviceFilters(ask)
  const visible = `FROM service WHERE project_id = $project AND workspace_id = $workspace AND ${live('service')}
    AND ${VISIBLE_SERVICE}`
  const matching = `${visible} ${filters.map((one) => `AND ${one}`).join(' ')}`
  const counted = world.switches.totalCountRespectsFilter ? matching : visible
  const total = world.get<{ total: number }>(`SELECT count(*) AS total ${counted}`, args)?.total ?? 0
  const rows = world.all<ServiceRow>(
    `SELECT * ${matching} ${orderBy(SORTS[sort], direction, 'id')} LIMIT $limit OFFSET $skip`,
    {
      ...args,
      limit: paging.limit,
      skip: settledSkip(ask, paging, total),
    },
  )
  const services = rows.map((row) => serviceShape(row, world.clock.now()))
  return { status: 200, body: { total_count: total, count: services.length, services } }
}

function serviceFilters(ask: Ask) {
  const given = {
    id: text(ask, 'service_id'),
    name: text(ask, 'service_name'),
    model: text(ask, 'model_id'),
    inferType: choice(ask, 'infer_type', ['real-time', 'batch', 'edge']),
    status: choice(ask, 'status', STATES),
    tag: text(ask, 'tags'),
  }
  const conditions: Record<keyof typeof given, string> = {
    id: 'id = $id',
    name: NAME_MATCHES[ask.world.switches.serviceName],
    model: 'model_id = $model',
    inferType: 'infer_type = $inferType',
    status: 'status = $status',
    tag: "instr(',' || tags || ',', ',' || $tag || ',') > 0",
  }
  const used = (Object.keys(conditions) as (keyof typeof given)[]).filter((key) => given[key])
  return {
    filters: used.map((key) => conditions[key]),
    args: {
      ...Object.fromEntries(used.map((key) => [key, given[key] ?? ''])),
      name: needle(given.name),
      project: param(ask, 'project_id'),
      workspace: workspace(ask),
      seen: ask.seen,
      seesAll: seesAll(ask),
      caller: ask.caller.id,
    },
  }
}

/** GET /v1/{project_id}/services/{service_id} (ShowService). */
export function showService(ask: Ask): Answer {
  const service = visibleService(ask)
  const region = ask.world.get<{ region: string }>('SELECT region FROM project WHERE id = $id', {
    id: service.project_id,
  })
  return { status: 200, body: serviceDetailShape(service, region?.region ?? '', ask.world.clock.now()) }
}
