import type { Answer, Ask } from './ask.ts'

export interface Operation {
  /** The vendor's operation id. */
  name: string
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  writes: boolean
  /** Whether the vendor declares `X-Request-Id` on its answers. */
  declaresRequestId: boolean
  run: (ask: Ask) => Answer
}
