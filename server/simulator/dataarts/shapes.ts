import type { World } from '../world.ts'
import { publicationsOf } from './find.ts'
import type { DataApiRow, DataAppRow } from './rows.ts'

/** ApiOverview (ListApis): thin on purpose, without auth type, path or visibility. */
export function apiOverview(world: World, row: DataApiRow & { granted: number }, withPublications: boolean) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    type: row.kind,
    manager: row.manager_name,
    create_user: row.creator_name,
    create_time: row.created_at,
    authorization_status: authorizationStatus(row),
    ...editionFields(world, row, withPublications),
  }
}

/** authorization_status (ListApis, newer pages and SDKs only). */
function authorizationStatus({ auth_type, granted }: { auth_type: string; granted: number }): string {
  if (auth_type === 'NONE') return 'NO_AUTHORIZATION_REQUIRED'
  return granted === 1 ? 'AUTHORIZED' : 'UNAUTHORIZED'
}

/** The shared edition has one state, the exclusive one a state for each cluster (ApiOverview, status and publish_messages). */
function editionFields(world: World, row: DataApiRow, withPublications: boolean) {
  if (row.edition === 'SHARED') {
    const [publication] = publicationsOf(world, row)
    return {
      group_id: row.workspace_id,
      status: publication?.status ?? 'API_STATUS_CREATED',
      debug_status: publication?.debug ?? 'API_DEBUG_WAITING',
    }
  }
  return withPublications ? { publish_messages: publishMessages(world, row) } : {}
}

/** ApiPublishDTO. */
export function publishMessages(world: World, api: DataApiRow) {
  return publicationsOf(world, api).map(({ id, cluster, cluster_name, status, debug }) => ({
    id,
    api_id: api.id,
    instance_id: cluster,
    instance_name: cluster_name,
    api_status: status,
    api_debug: debug,
  }))
}

/** What ShowApi adds. Neither auth type, visibility, catalogue nor retention are told (ShowApi, SDK). */
export function apiDetail(world: World, row: DataApiRow) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    protocol: 'PROTOCOL_TYPE_HTTPS',
    publish_type: 'PUBLISH_TYPE_PRIVATE',
    log_flag: true,
    path: row.path,
    ...hostFields(world, row),
    request_type: `REQUEST_TYPE_${row.method}`,
    create_user: row.creator_name,
    create_time: row.created_at,
    update_time: row.updated_at,
    manager: row.manager_name,
    type: row.kind,
    ...editionFields(world, row, true),
    request_paras: [PAGE_PARAMETER],
    datasource_config: dataSource(row),
  }
}

const PAGE_PARAMETER = {
  name: 'page_num',
  position: 'REQUEST_PARAMETER_POSITION_QUERY',
  type: 'REQUEST_PARAMETER_TYPE_NUMBER',
  description: '',
  necessary: false,
  example_value: '1',
  default_value: '1',
  support_null: true,
}

/** The description has one InstanceHostDTO, the Terraform provider reads a list of them. */
function hostFields(world: World, row: DataApiRow) {
  const hosts = publicationsOf(world, row).map((one) => ({
    instance_id: one.cluster,
    instance_name: one.cluster_name,
    intranet_host: one.host.replace('://', '://intranet.'),
    external_host: one.host,
    domains: [],
  }))
  if (row.edition === 'SHARED') return { host: hosts[0]?.external_host ?? '' }
  return { hosts: world.switches.dataarts.hosts === 'array' ? hosts : (hosts[0] ?? null) }
}

/** DatasourceConfig: the query itself comes along, which is nobody's business but the developer's. */
function dataSource({ source_table }: DataApiRow) {
  const [database = ''] = source_table.split('.')
  return {
    type: 'DWS',
    connection_name: `dws_${database}`,
    database,
    datatable: source_table,
    access_mode: 'SQL',
    pagination: 'CUSTOM',
    sql: `select * from ${source_table}`,
    backend_paras: [],
    response_paras: [],
    order_paras: [],
  }
}

/** AppReturnDTO, live secrets included, as the real cloud sends it in lists and details. */
export function appShape(row: DataAppRow) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    app_key: row.app_key,
    app_secret: row.app_secret,
    create_user: row.creator_name,
    update_user: row.updater_name,
    register_time: row.created_at,
    update_time: row.updated_at,
    app_type: row.type,
  }
}

/** Times are epoch milliseconds; the examples leave unknown ones null, clients of the vendor also guard against 0. */
export function timeShown(world: World, at: number | null): number | null {
  return at ?? (world.switches.dataarts.unknownTimes === 'zero' ? 0 : null)
}
