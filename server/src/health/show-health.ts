import type { showHealth as contract } from '@grantdesk/shared/health'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import { refuse } from '../kernel/refusal.ts'

export type Needs = { version: string /** Asks the storage the smallest question. */; ping: () => Promise<unknown> }

/** Up means that the storage answers; the clouds may be down without the desk being so. */
export const showHealth =
  ({ version, ping }: Needs) =>
  async (): Promise<Answer<typeof contract>> => {
    await ping().catch(() => refuse('unavailable'))
    return { ok: true, version }
  }
