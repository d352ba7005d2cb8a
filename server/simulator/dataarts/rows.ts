export type Edition = 'SHARED' | 'EXCLUSIVE'
export type WorkspaceRole = 'admin' | 'developer' | 'operator' | 'viewer'

/** relationship_type (SearchAuthorizeApp, SearchBindApi). */
export type RelationState = 'LINK_WAITING_CHECK' | 'LINKED' | 'OFFLINE_WAITING_CHECK' | 'RENEW_WAITING_CHECK'

/** api_apply_type of AuthorizeActionApiToInstance; records know more (ListApply). */
export const APPLY_TYPES = [
  'APPLY_TYPE_AUTHORIZE',
  'APPLY_TYPE_API_CANCEL_AUTHORIZE',
  'APPLY_TYPE_APP_CANCEL_AUTHORIZE',
  'APPLY_TYPE_APPLY',
  'APPLY_TYPE_RENEW',
] as const
export type ApplyType = (typeof APPLY_TYPES)[number]

/** api_apply_status (ListApply, ListMessage). */
export type TicketStatus =
  | 'STATUS_TYPE_PENDING_APPROVAL'
  | 'STATUS_TYPE_REJECTED'
  | 'STATUS_TYPE_PASSED'
  | 'STATUS_TYPE_PENDING_CHECK'
  | 'STATUS_TYPE_PENDING_EXECUTE'
  | 'STATUS_TYPE_SYNCHRONOUS_EXECUTE'
  | 'STATUS_TYPE_FORCED_CANCEL'

/** The one gateway of the shared edition (AuthorizeActionApiToInstance, example of instance_id). */
export const SHARED_GATEWAY = 'APIG'

export interface WorkspaceRow {
  id: string
  studio_id: string
  project_id: string
  name: string
  is_default: number
  owner: string
  created_at: number
}

export interface ClusterRow {
  id: string
  studio_id: string
  name: string
  type: string
  host: string
  status: string
  created_at: number
}

export interface DataApiRow {
  n: number
  id: string
  workspace_id: string
  project_id: string
  studio_id: string
  edition: Edition
  name: string
  description: string
  kind: string
  auth_type: 'APP' | 'IAM' | 'NONE'
  visibility: 'WORKSPACE' | 'PROJECT' | 'DOMAIN'
  retention_hours: number
  method: string
  path: string
  manager: string
  manager_name: string
  creator: string
  creator_name: string
  source_table: string
  calls: number
  created_at: number
  updated_at: number
  published_at: number | null
}

export interface PublicationRow {
  api: number
  cluster: string
  cluster_name: string
  cluster_type: string
  host: string
  id: string
  status: string
  debug: string
}

export interface DataAppRow {
  n: number
  id: string
  workspace_id: string
  project_id: string
  edition: Edition
  name: string
  description: string
  type: string
  app_key: string
  app_secret: string
  creator: string
  creator_name: string
  updater_name: string
  created_at: number
  updated_at: number
}

export interface RelationRow {
  n: number
  api: number
  app: number
  cluster: string
  state: RelationState
  expires_at: number | null
  approved_at: number | null
  lapsed: number
  static_params: string
}

export interface TicketRow {
  n: number
  id: string
  kind: 'application' | 'notice'
  type: string
  status: TicketStatus
  api: number
  app: number | null
  cluster: string
  /** User ids. */
  applicant: string
  approver: string
  note: string
  using_time: number | null
  applied_at: number
  decided_at: number | null
  /** When the clock carries it out: the instant of a notice, or the one it was put to. */
  run_at: number | null
}
