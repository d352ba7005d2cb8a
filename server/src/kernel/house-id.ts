import { createHash } from 'node:crypto'

/**
 * Our id of a thing of the cloud: short, URL-safe, and the same whenever the same thing is seen again.
 *
 * Cloud ids are opaque and unique only within their account, so the connection is part of it.
 */
export const houseId = (kind: 'service' | 'api' | 'app', connection: string, cloudId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, connection, cloudId]))
    .digest('hex')
    .slice(0, 24)
