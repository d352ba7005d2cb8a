/** Rows as the world keeps them. */
export interface ServiceRow {
  n: number
  id: string
  project_id: string
  workspace_id: string
  name: string
  description: string
  owner: string
  infer_type: string
  status: string
  progress: number | null
  error_msg: string | null
  model_id: string
  model_name: string
  invocation_times: number
  failed_times: number
  is_shared: number
  due_time: number | null
  publish_at: number
  transition_at: number
}

export interface ApiRow {
  n: number
  id: string
  service_id: string
  service_name: string
  name: string
  method: string
  remark: string
  auth_type: string
  auth_type_shown: number
  predict_url: string
  support_app_code: number
}

export interface AppRow {
  n: number
  id: string
  project_id: string
  name: string
  remark: string
  type: string
  owner: string
  app_key: string
  app_secret: string
  app_codes: string
  refusal: string | null
  created_at: number
  updated_at: number
  bound: number
}
