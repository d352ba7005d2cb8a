import type { ApiRow, showApi as apiContract, showService as serviceContract } from '@grantdesk/shared/apis'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Actor } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import { type BesideNeeds, besideOf } from './beside.ts'
import type { ApiEntry } from './entry.ts'
import type { ApiStore } from './store.ts'
import { viewApi } from './view.ts'

export type ShowNeeds = BesideNeeds & Pick<ApiStore, 'find' | 'findService'>

/** One API with its service; one that has gone is still told. */
export const showApi =
  (needs: ShowNeeds) =>
  async ({ params }: Input<typeof apiContract>, { actor }: { actor: Actor }): Promise<Answer<typeof apiContract>> =>
    rowOf(needs, (await needs.find(params.api)) ?? refuse('not-found'), actor)

/** One service, with its API if it has one. */
export const showService =
  (needs: ShowNeeds) =>
  async (
    { params }: Input<typeof serviceContract>,
    { actor }: { actor: Actor },
  ): Promise<Answer<typeof serviceContract>> =>
    rowOf(needs, (await needs.findService(params.service)) ?? refuse('not-found'), actor)

/** One entry as this person sees it. */
export async function rowOf(needs: BesideNeeds, entry: ApiEntry, actor: Actor): Promise<ApiRow> {
  const beside = await besideOf(needs, [entry])
  return viewApi(entry, beside(entry), actor)
}
