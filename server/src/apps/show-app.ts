import type { showApp as contract } from '@grantdesk/shared/apps'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { refuse } from '../kernel/refusal.ts'
import { type BesideNeeds, besideOf } from './beside.ts'
import type { AppStore } from './store.ts'
import { viewApp } from './view.ts'

export type ShowNeeds = BesideNeeds & Pick<AppStore, 'find'>

/** One app; one that has gone is still told. */
export const showApp =
  (needs: ShowNeeds) =>
  async ({ params }: Input<typeof contract>): Promise<Answer<typeof contract>> => {
    const entry = (await needs.find(params.app)) ?? refuse('not-found')
    const beside = await besideOf(needs, [entry])
    return viewApp(entry, beside(entry))
  }
