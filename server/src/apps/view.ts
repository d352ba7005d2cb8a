import type { App } from '@grantdesk/shared/apps'
import type { AppEntry } from './store.ts'

/** What is known beside the entry itself. */
export type Beside = { label: string; owners: readonly string[]; seenBy: readonly string[] }

export const viewApp = (entry: AppEntry, { label, owners, seenBy }: Beside): App => ({
  id: entry.id as App['id'],
  connection: entry.connection as App['connection'],
  connectionLabel: label,
  cloudId: entry.cloud_id,
  name: entry.name,
  type: entry.type,
  remark: entry.remark,
  creator: entry.creator,
  project: entry.project,
  boundApis: entry.bound_apis,
  grants: entry.grants,
  owners: [...owners],
  createdAt: entry.created_at?.toISOString() ?? null,
  updatedAt: entry.updated_at?.toISOString() ?? null,
  seenAt: entry.seen_at.toISOString(),
  seenBy: [...seenBy],
  goneAt: entry.gone_at?.toISOString() ?? null,
})
