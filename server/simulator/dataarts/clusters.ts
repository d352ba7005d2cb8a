import { type Answer, type Ask, param } from '../ask.ts'
import type { World } from '../world.ts'
import { refusal } from './errors.ts'
import { apiOfPath, clustersOf, publicationsOf, reachableApp } from './find.ts'
import { fits } from './fit.ts'
import { placeOf } from './place.ts'
import { publishMessages } from './shapes.ts'
import { choice, needle, page, text } from './query.ts'
import type { ClusterRow, DataApiRow, DataAppRow, PublicationRow } from './rows.ts'

const ACTIONS = ['PUBLISH', 'UNPUBLISH', 'STOP', 'RECOVER', 'WHITELIST', 'AUTHORIZE'] as const
type Action = (typeof ACTIONS)[number]

/** In which states of an API on a cluster each action can be run (API states, user manual; the others are inferred). */
const RUNS_IN: Record<Action, readonly string[]> = {
  PUBLISH: ['API_STATUS_CREATED', 'API_STATUS_PUBLISH_REJECT', 'API_STATUS_OFFLINE'],
  UNPUBLISH: ['API_STATUS_PUBLISHED', 'API_STATUS_STOPPED'],
  STOP: ['API_STATUS_PUBLISHED'],
  RECOVER: ['API_STATUS_STOPPED'],
  WHITELIST: ['API_STATUS_PUBLISHED'],
  AUTHORIZE: ['API_STATUS_PUBLISHED'],
}

/** GET /apis/{api_id}/instances (ListInstanceList): where the action can be run, and for which reason it cannot. */
export function listEligible(ask: Ask): Answer {
  const place = placeOf(ask)
  const action = choice(ask, 'action', ACTIONS)
  if (action === undefined) throw refusal.parameter('action')
  const api = apiOfPath(ask, place)
  const appId = text(ask, 'app_id')
  const app = appId === undefined ? null : reachableApp(ask, place, appId)
  const showAll = choice(ask, 'show_all', ['true', 'false']) === 'true'
  const unchecked = {
    status: choice(ask, 'check_status', ['true', 'false']) === 'false',
    debug: choice(ask, 'check_debug', ['true', 'false']) !== 'true',
  }
  const { limit, skip } = page(ask, 100)
  const published = new Map(publicationsOf(ask.world, api).map((one) => [one.cluster, one]))
  const judged = clustersOf(ask.world, api.studio_id).map((cluster) =>
    judge({ action, api, app, cluster, unchecked, publication: published.get(cluster.id) }),
  )
  const shown = api.edition === 'SHARED' ? [] : judged.filter(({ result }) => showAll || result)
  return { status: 200, body: { instances: shown.slice(skip, skip + limit) } }
}

interface Candidate {
  action: Action
  api: DataApiRow
  app: DataAppRow | null
  cluster: ClusterRow
  publication: PublicationRow | undefined
  unchecked: { status: boolean; debug: boolean }
}

/** InstanceForApiActionDTO. */
function judge(candidate: Candidate) {
  const { action, cluster, publication } = candidate
  const cause = obstacle(candidate)
  return {
    instance_id: cluster.id,
    instance_type: cluster.type,
    name: cluster.name,
    action,
    result: cause === null,
    ...(cause !== null && { cause }),
    api_status: publication?.status ?? 'API_STATUS_CREATED',
    api_debug: publication?.debug ?? 'API_DEBUG_WAITING',
  }
}

function obstacle({ action, api, app, cluster, publication, unchecked }: Candidate): string | null {
  const { status, debug } = publication ?? { status: 'API_STATUS_CREATED', debug: 'API_DEBUG_WAITING' }
  if (!unchecked.status && !RUNS_IN[action].includes(status)) return 'API_STATUS_ERROR'
  if (!unchecked.debug && debug !== 'API_DEBUG_SUCCESS') return 'API_DEBUG_ERROR'
  return app === null || fits(api, app, cluster.type) ? null : 'TYPE_MISMATCH'
}

/** GET /apis/{api_id}/publish-info and /debug-info (SearchPublishInfo, SearchDebugInfo). */
export function showPublications(ask: Ask): Answer {
  const api = apiOfPath(ask, placeOf(ask))
  const publish_messages = publishMessages(ask.world, api)
  return { status: 200, body: { total: publish_messages.length, publish_messages } }
}

/** GET /instances (ListDataServiceInstancesDetail): the exclusive clusters. */
export function listClusters(ask: Ask): Answer {
  const { workspace } = placeOf(ask)
  const { limit, skip } = page(ask)
  const name = needle(text(ask, 'name'))
  const found = clustersOf(ask.world, workspace.studio_id).filter((one) => one.name.toLowerCase().includes(name))
  const instances = found.slice(skip, skip + limit).map((one) => clusterShape(ask.world, one, workspace.id))
  return { status: 200, body: { total: found.length, instances } }
}

/** GET /instances/{instance_id} (ShowDataServiceInstance): the same object, flat. */
export function showCluster(ask: Ask): Answer {
  const { workspace } = placeOf(ask)
  const id = param(ask, 'instance_id')
  const cluster = clustersOf(ask.world, workspace.studio_id).find((one) => one.id === id)
  if (!cluster) throw refusal.noCluster()
  return { status: 200, body: clusterShape(ask.world, cluster, workspace.id) }
}

/** InstanceDetailDTO, without what nobody asks for. */
function clusterShape(world: World, cluster: ClusterRow, workspace: string) {
  const published = `SELECT count(*) AS n FROM publication p JOIN data_api a ON a.n = p.api
    WHERE p.cluster = $cluster AND p.status = 'API_STATUS_PUBLISHED'`
  const count = (sql: string) => world.get<{ n: number }>(sql, { cluster: cluster.id, workspace })?.n ?? 0
  return {
    id: cluster.id,
    name: cluster.name,
    description: '',
    external_address: cluster.host,
    intranet_address: cluster.host.replace('://', '://intranet.'),
    create_time: cluster.created_at,
    current_namespace_publish_api_num: count(`${published} AND a.workspace_id = $workspace`),
    all_namespace_publish_api_num: count(published),
    api_publishable_num: 500,
    deletable: false,
    charge_status: 'CHARGED',
    instance_status: cluster.status,
    node_num: 2,
    nodes: [1, 2].map((number) => ({
      id: `${cluster.id}-${number}`,
      name: `${cluster.name}-node-${number}`,
      status: cluster.status,
      // The only time that is no number (InstanceNodeDTO).
      create_time: new Date(cluster.created_at).toISOString(),
    })),
  }
}
