import type { ApiRow } from '@grantdesk/shared/apis'
import type { Registration } from '@grantdesk/shared/changes'
import type { Identity } from '@grantdesk/shared/connections'
import type { Actor } from '../kernel/permit.ts'
import type { ApiEntry } from './entry.ts'
import { mayRegister, maySwitchHere, type Standing } from './rules.ts'

/** What is known beside the entry itself. */
export type Beside = { label: string; seenBy: readonly Identity[]; registration: Registration | null }

const ON_ITS_WAY: readonly Registration['state'][] = ['waiting', 'sending', 'unknown']

export const standingOf = ({ connection, service, api }: ApiEntry, { seenBy, registration }: Beside): Standing => ({
  connection,
  service: { id: service.id, owner: service.owner, gone: service.goneAt !== null },
  api: api && { id: api.id, authType: api.authType, gone: api.goneAt !== null },
  seenBy,
  registering: registration !== null && ON_ITS_WAY.includes(registration.state),
})

/** One row as this person sees it. */
export function viewApi(entry: ApiEntry, beside: Beside, actor: Actor): ApiRow {
  const standing = standingOf(entry, beside)
  return {
    connection: entry.connection as ApiRow['connection'],
    connectionLabel: beside.label,
    service: viewService(entry.service),
    api: entry.api && viewOneApi(entry.api),
    seenAt: entry.seenAt.toISOString(),
    allowed: { register: mayRegister(actor, standing), switch: maySwitchHere(actor, standing) },
    registration: beside.registration,
  }
}

const viewService = ({ publishedAt, goneAt, id, ...service }: ApiEntry['service']): ApiRow['service'] => ({
  ...service,
  id: id as ApiRow['service']['id'],
  publishedAt: publishedAt?.toISOString() ?? null,
  goneAt: goneAt?.toISOString() ?? null,
})

const viewOneApi = ({ goneAt, id, ...api }: NonNullable<ApiEntry['api']>): NonNullable<ApiRow['api']> => ({
  ...api,
  id: id as NonNullable<ApiRow['api']>['id'],
  goneAt: goneAt?.toISOString() ?? null,
})
