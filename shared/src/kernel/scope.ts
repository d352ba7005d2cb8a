import { z } from 'zod'
import { ApiId, AppId, ConnectionId, ServiceId } from './ids.ts'

/** Where a role holds. A reviewer reviews connections, services or APIs; an owner owns apps. */
export const Scope = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('everything') }),
  z.strictObject({ of: z.literal('connection'), id: ConnectionId }),
  z.strictObject({ of: z.literal('service'), id: ServiceId }),
  z.strictObject({ of: z.literal('api'), id: ApiId }),
  z.strictObject({ of: z.literal('app'), id: AppId }),
])
export type Scope = z.infer<typeof Scope>
