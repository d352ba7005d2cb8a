import type { World } from '../world.ts'
import type { ApiRow, AppRow, ServiceRow } from './rows.ts'

/** The account that owns the simulated projects (`tenant` of a service). */
export const TENANT = '0b3e2f1ac180d5410f1cc0015d3f7a42'

/** An item of ListServices. Optional fields are left out where the vendor says that they are not returned. */
export function serviceShape(row: ServiceRow, now: number): Record<string, unknown> {
  return {
    service_id: row.id,
    service_name: row.name,
    description: row.description,
    tenant: TENANT,
    project: row.project_id,
    owner: row.owner,
    workspace_id: row.workspace_id,
    infer_type: row.infer_type,
    status: row.status,
    publish_at: row.publish_at,
    transition_at: row.transition_at,
    operation_time: now,
    invocation_times: row.invocation_times,
    failed_times: row.failed_times,
    is_shared: row.is_shared === 1,
    shared_count: 0,
    is_free: false,
    is_opened_sample_collection: false,
    ...(row.status === 'deploying' && { progress: row.progress ?? 0 }),
    ...(row.due_time !== null && {
      due_time: row.due_time,
      schedule: [{ type: 'stop', time_unit: 'DAYS', duration: 1 }],
    }),
    ...(row.infer_type === 'batch' && batchTimes(row)),
  }
}

function batchTimes(row: ServiceRow): Record<string, number> {
  const finished = row.status === 'finished' ? { finished_time: row.transition_at } : {}
  return { start_time: row.publish_at, ...finished }
}

/** The answer of ShowService: the list's fields, the token-auth address and what is deployed. */
export function serviceDetailShape(row: ServiceRow, region: string, now: number): Record<string, unknown> {
  const deployed = row.infer_type === 'real-time' && ['running', 'concerning'].includes(row.status)
  const model = { model_id: row.model_id, model_name: row.model_name, model_version: '1.0.0' }
  const instance = {
    specification: 'modelarts.vm.cpu.2u',
    weight: 100,
    instance_count: 1,
    scaling: false,
    status: row.status === 'running' ? 'ready' : row.status,
    envs: {},
    support_debug: false,
  }
  return {
    ...serviceShape(row, now),
    update_time: row.transition_at,
    priority: 1,
    config: [row.is_shared === 1 ? model : { ...model, ...instance }],
    ...(deployed && { access_address: `https://infer-modelarts.${region}.modelarts-infer.com/v1/infers/${row.id}` }),
    ...(row.status === 'failed' && { error_msg: row.error_msg ?? 'The deployment failed.' }),
  }
}

/** AuthTypeApiBasicInfo. Some of the vendor's examples leave `auth_type` out; so does an API that hides it. */
export function apiShape(row: ApiRow): Record<string, unknown> {
  return {
    api_id: row.id,
    api_name: row.name,
    api_method: row.method,
    api_remark: row.remark,
    ...(row.auth_type_shown === 1 && { auth_type: row.auth_type }),
    predict_url: row.predict_url,
    service_id: row.service_id,
    service_name: row.service_name,
    support_app_code: row.support_app_code === 1,
  }
}

/** ApigAppDetailInfo, live credentials included, as the real cloud sends it in every list. */
export function appShape(world: World, row: AppRow, clear: ReadonlySet<string>): Record<string, unknown> {
  const masked = !world.switches.plainSecrets && !clear.has(row.id)
  return {
    app_id: row.id,
    app_name: row.name,
    app_remark: row.remark,
    app_key: row.app_key,
    app_secret: masked ? '********' : row.app_secret,
    app_codes: JSON.parse(row.app_codes),
    app_type: row.type,
    user_id: row.owner,
    project_id: row.project_id,
    bounded_api_count: row.bound,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
