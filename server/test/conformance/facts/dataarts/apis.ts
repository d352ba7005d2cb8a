import { type Fields, flag, list, object, type Operation, text, whole, word } from '../shapes.ts'
import { paging, read, write } from './common.ts'

const CLUSTER_STATES = [
  'API_STATUS_CREATED',
  'API_STATUS_PUBLISH_WAIT_REVIEW',
  'API_STATUS_PUBLISH_REJECT',
  'API_STATUS_PUBLISHED',
  'API_STATUS_WAITING_STOP',
  'API_STATUS_STOPPED',
  'API_STATUS_RECOVER_WAIT_REVIEW',
  'API_STATUS_WAITING_OFFLINE',
  'API_STATUS_OFFLINE',
]
const onCluster = word(...CLUSTER_STATES)
/** The state of the whole API knows one word more than that on a cluster. */
const status = word(...CLUSTER_STATES, 'API_STATUS_OFFLINE_WAIT_REVIEW')
const debug = word('API_DEBUG_WAITING', 'API_DEBUG_FAILED', 'API_DEBUG_SUCCESS')

/** `ApiPublishDTO`. */
const publication = object({
  id: text,
  api_id: text,
  instance_id: text,
  instance_name: text,
  api_status: onCluster,
  api_debug: debug,
})

/** `ApiOverview`. */
const overview: Fields = {
  id: text,
  name: text,
  group_id: text,
  description: text,
  status,
  debug_status: debug,
  publish_messages: list(publication),
  type: word('API_SPECIFIC_TYPE_CONFIGURATION', 'API_SPECIFIC_TYPE_SCRIPT', 'API_SPECIFIC_TYPE_REGISTER'),
  manager: text,
  create_user: text,
  create_time: whole,
}

const plainListApis = read('ListApis', '/apis', {
  source: 'file',
  query: { offset: { type: 'integer', preset: 0 }, limit: { type: 'integer', preset: 10 } },
  body: { total: whole, records: list(object(overview)) },
})

export const listApis: Operation = {
  ...plainListApis,
  headers: { ...plainListApis.headers, 'x-return-publish-messages': {} },
}

const protocol = word('PROTOCOL_TYPE_HTTP', 'PROTOCOL_TYPE_HTTPS')
const method = word('REQUEST_TYPE_POST', 'REQUEST_TYPE_GET')
const position = word(
  'REQUEST_PARAMETER_POSITION_PATH',
  'REQUEST_PARAMETER_POSITION_HEADER',
  'REQUEST_PARAMETER_POSITION_QUERY',
)
const valueType = word('REQUEST_PARAMETER_TYPE_NUMBER', 'REQUEST_PARAMETER_TYPE_STRING')

const parameter = object({
  name: text,
  position,
  type: valueType,
  description: text,
  necessary: flag,
  example_value: text,
  default_value: text,
  support_null: flag,
})

const CONDITIONS = ['EQ', 'NE', 'GT', 'GE', 'LT', 'LE', 'LIKE', 'LIKE_L', 'LIKE_R'].map(
  (one) => `CONDITION_TYPE_${one}`,
)

/** What an API runs on; none of it is read. */
const source = object({
  type: word('MYSQL', 'DLI', 'DWS', 'HIVE', 'HBASE'),
  connection_name: text,
  connection_id: text,
  database: text,
  datatable: text,
  table_id: text,
  queue: text,
  access_type: word('SCRIPT', 'CONFIGURAITON'),
  access_mode: word('SQL', 'ROW_KEY', 'PREFIX_FILTER'),
  pagination: word('DEFAULT', 'CUSTOM'),
  sql: text,
  backend_paras: list(object({ name: text, mapping: text, condition: word(...CONDITIONS) })),
  response_paras: list(object({ name: text, field: text, type: valueType, description: text, example_value: text })),
  order_paras: list(
    object({
      name: text,
      field: text,
      optional: flag,
      sort: word('ASC', 'DESC', 'CUSTOM'),
      order: whole,
      description: text,
    }),
  ),
  total_size_sql: text,
})

const backend = object({
  type: method,
  protocol,
  host: text,
  timeout: whole,
  path: text,
  backend_paras: list(object({ name: text, position, backend_para_name: text })),
  constant_paras: list(object({ name: text, type: valueType, position, description: text, value: text })),
})

/** Tells neither `auth_type` nor visibility. */
export const showApi = read('ShowApi', '/apis/{api_id}', {
  source: 'sdk',
  pathParams: ['api_id'],
  body: {
    ...overview,
    protocol,
    publish_type: word('PUBLISH_TYPE_PUBLIC', 'PUBLISH_TYPE_PRIVATE'),
    log_flag: flag,
    path: text,
    host: text,
    hosts: object({
      instance_id: text,
      instance_name: text,
      intranet_host: text,
      external_host: text,
      domains: list(text),
    }),
    request_type: method,
    update_time: whole,
    request_paras: list(parameter),
    datasource_config: source,
    backend_config: backend,
  },
})

const action = word('PUBLISH', 'UNPUBLISH', 'STOP', 'RECOVER', 'WHITELIST', 'AUTHORIZE')

/** Has pages, but no total. */
export const listInstanceList = read('ListInstanceList', '/apis/{api_id}/instances', {
  source: 'sdk',
  pathParams: ['api_id'],
  query: {
    action,
    show_all: flag,
    check_status: flag,
    check_debug: flag,
    app_id: text,
    ...paging,
  },
  body: {
    instances: list(
      object({
        instance_id: text,
        instance_type: word('DLM', 'APIG', 'APIGW', 'ROMA_APIC'),
        name: text,
        action,
        result: flag,
        cause: word('API_STATUS_ERROR', 'API_DEBUG_ERROR', 'TYPE_MISMATCH'),
        api_status: onCluster,
        api_debug: debug,
      }),
    ),
  },
})

const authType = word('APP', 'IAM', 'NONE')

/** Asked by POST; the only list with `auth_type`. */
export const listDataServiceMarketApis = write('ListDataServiceMarketApis', ['post', '/market'], {
  source: 'sdk',
  body: {
    auth_type: authType,
    visibility: word('WORKSPACE', 'PROJECT', 'DOMAIN', 'SPECIFIC_PROJECT'),
    market_sort_type: word('updateTime', 'createTime'),
    asc_or_desc: word('asc', 'desc'),
    offset: whole,
    limit: whole,
    is_owner: flag,
    is_authorized: flag,
    is_update_recently: flag,
    is_release_recently: flag,
    is_hot_recently: flag,
    success_and_failure_rate: flag,
  },
  answer: {
    total: whole,
    apis: list(
      object({
        id: text,
        name: text,
        auth_type: authType,
        application_num: whole,
        call_num: whole,
        user_name: text,
        create_time: whole,
        update_time: whole,
        is_owner: flag,
        is_authorized: flag,
        is_update_recently: flag,
        is_release_recently: flag,
        is_hot_recently: flag,
        success_rate: text,
        failure_rate: text,
      }),
    ),
  },
})
