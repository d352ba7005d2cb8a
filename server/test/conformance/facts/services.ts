import {
  type Fields,
  flag,
  ids,
  list,
  map,
  number,
  object,
  type Operation,
  required,
  text,
  token,
  whole,
  word,
} from './shapes.ts'

const INFER_TYPES = ['real-time', 'batch', 'edge']
const STATUSES = ['running', 'deploying', 'concerning', 'failed', 'stopped', 'finished']

const service: Fields = {
  service_id: text,
  service_name: text,
  description: text,
  tenant: text,
  project: text,
  owner: text,
  workspace_id: text,
  infer_type: word(...INFER_TYPES),
  status: word(...STATUSES),
  progress: whole,
  publish_at: whole,
  transition_at: number,
  operation_time: number,
  start_time: number,
  finished_time: number,
  due_time: number,
  invocation_times: whole,
  failed_times: whole,
  is_shared: flag,
  shared_count: number,
  is_free: flag,
  is_opened_sample_collection: text,
  schedule: list(object({ type: required(text), time_unit: required(text), duration: required(whole) })),
  additional_properties: map('string'),
}

/** What is deployed behind a service; of a shared one only id, name and version of the model are told. */
const config: Fields = {
  model_id: text,
  model_name: text,
  model_version: text,
  specification: text,
  custom_spec: map('string'),
  status: text,
  weight: whole,
  instance_count: whole,
  scaling: flag,
  envs: map('string'),
  support_debug: flag,
  cluster_id: text,
  pool_name: text,
  additional_properties: map('string'),
}

/** "Service Management", ListServices: only its success is described. */
export const listServices: Operation = {
  name: 'ListServices',
  method: 'get',
  path: '/v1/{project_id}/services',
  pathParams: ids(),
  query: {
    service_id: text,
    service_name: text,
    model_id: text,
    workspace_id: text,
    infer_type: word(...INFER_TYPES),
    status: word(...STATUSES),
    offset: { type: 'integer', preset: 0 },
    limit: { type: 'integer', preset: 1000 },
    sort_by: { ...word('publish_at', 'service_name'), preset: 'publish_at' },
    order: { ...word('asc', 'desc'), preset: 'desc' },
    tags: text,
  },
  headers: token,
  body: null,
  answers: { 200: { body: { total_count: whole, count: whole, services: list(object(service)) } } },
}

/** "Service Management", ShowService, after the page of the vendor's Open Telekom Cloud edition; it has no OpenAPI file. */
export const showService: Operation = {
  name: 'ShowService',
  method: 'get',
  path: '/v1/{project_id}/services/{service_id}',
  pathParams: ids('service_id'),
  query: { workspace_id: text },
  headers: token,
  body: null,
  answers: {
    200: {
      body: {
        ...service,
        access_address: text,
        bind_access_address: text,
        config: list(object(config)),
        cluster_id: text,
        pool_name: text,
        vpc_id: text,
        subnet_network_id: text,
        security_group_id: text,
        error_msg: text,
        update_time: number,
        debug_url: text,
        load_balancer_policy: text,
        priority: whole,
      },
    },
  },
}
