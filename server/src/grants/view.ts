import type { Grant } from '@grantdesk/shared/grants'
import type { SeenApp } from '../upstream/port.ts'
import { type Caller, stateOf, type Target } from './rules.ts'
import type { GrantRow } from './store.ts'

export type AllowedOf = (target: Target, app: Caller) => Grant['allowed']

/** A pair that was never touched and never read. */
export const untouched = (api: string, app: string, connection: string): GrantRow => ({
  api,
  app,
  connection,
  wanted: null,
  actual: null,
  verifiedAt: null,
  authId: null,
  version: 0,
  change: null,
})

export function viewGrant(row: GrantRow, allowed: Grant['allowed']): Grant {
  return {
    api: row.api as Grant['api'],
    app: row.app as Grant['app'],
    state: stateOf(row),
    wanted: row.wanted,
    actual: row.actual,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    change: row.change,
    allowed,
    version: row.version,
  }
}

/** An app of a reading in the words of the screen; key, secret and AppCodes are not even known here. */
export const viewApp = (id: string, app: SeenApp) => ({
  id,
  cloudId: app.appId,
  name: app.name,
  type: app.type,
  remark: app.remark,
  creator: app.creator,
  project: app.project,
  boundApis: app.boundApis,
  createdAt: app.createdAt,
  updatedAt: app.updatedAt,
})
