import * as apis from './apis.ts'
import * as apps from './apps.ts'
import * as audit from './audit.ts'
import * as connections from './connections.ts'
import * as grants from './grants.ts'
import * as health from './health.ts'
import * as identity from './identity.ts'
import * as inventory from './inventory.ts'
import type { Endpoint } from './kernel/endpoint.ts'

const ROOMS = [identity, connections, apis, apps, grants, inventory, audit, health]

const isEndpoint = (thing: unknown): thing is Endpoint =>
  typeof thing === 'object' && thing !== null && 'method' in thing && 'path' in thing && 'may' in thing

/** Every operation of the house, in the order of its rooms. */
export const OPERATIONS: readonly Endpoint[] = ROOMS.flatMap((room) => Object.values(room).filter(isEndpoint))
