import type { DataApiRow, DataAppRow } from './rows.ts'

/** Whether the app can be granted the API on a cluster of that type. */
export function fits(api: DataApiRow, app: DataAppRow, clusterType: string): boolean {
  return appFits(api, app) && clusterFits(clusterType, app)
}

/**
 * An API with APP authentication takes key-and-secret apps, one with IAM authentication the IAM app (user manual,
 * authorizing APIs). The older types are key-and-secret apps of one kind of gateway (CreateApp, app_type).
 */
function appFits(api: DataApiRow, app: DataAppRow): boolean {
  return api.auth_type === 'NONE' || (api.auth_type === 'IAM') === (app.type === 'IAM')
}

/** APP and IAM apps fit every cluster; an app of an older type fits the gateway that it is named after. */
function clusterFits(clusterType: string, { type }: DataAppRow): boolean {
  return type === 'APP' || type === 'IAM' || type === clusterType
}
