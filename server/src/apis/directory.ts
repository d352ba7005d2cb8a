import type { ApiRow, AuthType } from '@grantdesk/shared/apis'
import type { Identity } from '@grantdesk/shared/connections'
import type { Allowed } from '@grantdesk/shared/kernel/allowed'
import type { Actor } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import { type BesideNeeds, besideOf } from './beside.ts'
import type { ApiEntry } from './entry.ts'
import { mayRegister } from './rules.ts'
import { rowOf, type ShowNeeds } from './show-api.ts'
import { standingOf } from './view.ts'

/** Where a service stands in its cloud, and who of ours has seen it. */
export type ServicePlace = {
  connection: string
  service: { id: string; cloudId: string; owner: string | null; gone: boolean }
  seenBy: readonly Identity[]
}

type ApiPlace = ServicePlace & { api: { id: string; cloudId: string; authType: AuthType; gone: boolean } }

/** What the rooms above ask of APIs and services, by our ids. */
export const apiDirectory = (needs: ShowNeeds) => ({
  async target(api: string): Promise<ApiPlace | undefined> {
    const entry = await needs.find(api)
    if (!entry?.api) return undefined
    const { id, cloudId, authType, goneAt } = entry.api
    return { ...(await placed(needs, entry)), api: { id, cloudId, authType, gone: goneAt !== null } }
  },

  async place(service: string): Promise<ServicePlace | undefined> {
    const entry = await needs.findService(service)
    return entry && placed(needs, entry)
  },

  async row(service: string, actor: Actor): Promise<ApiRow> {
    return rowOf(needs, (await needs.findService(service)) ?? refuse('not-found'), actor)
  },

  async mayRegister(service: string, actor: Actor): Promise<Allowed> {
    const entry = (await needs.findService(service)) ?? refuse('not-found')
    return mayRegister(actor, standingOf(entry, (await besideOf(needs, [entry]))(entry)))
  },
})

async function placed(needs: BesideNeeds, entry: ApiEntry): Promise<ServicePlace> {
  const { id, cloudId, owner, goneAt } = entry.service
  const { seenBy } = (await besideOf(needs, [entry]))(entry)
  return { connection: entry.connection, service: { id, cloudId, owner, gone: goneAt !== null }, seenBy }
}
