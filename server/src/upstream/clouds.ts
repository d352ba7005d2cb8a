import type { Clock, HttpParts } from './http.ts'
import { createModelArts, type Identity } from './modelarts/client.ts'
import type { Cloud } from './port.ts'

/** A configured connection with the credentials of its identities. */
export type CloudConnection = {
  id: string
  service: 'modelarts'
  /** Origin of the service in its region, e.g. `https://modelarts.cn-north-4.myhuaweicloud.com`. */
  endpoint: string
  project: string
  workspace: string | null
  identities: readonly Identity[]
}

export type Clouds = {
  /** Throws for a connection that is not configured. */
  of(connectionId: string): Cloud
  close(): Promise<void>
}

/** One way to each configured connection, made once and kept: its pool, its breaker and what it learned stay together. */
export function createClouds(
  connections: readonly CloudConnection[],
  clock: Clock,
  limits?: HttpParts['limits'],
): Clouds {
  const clouds = new Map(
    connections.map((connection) => [
      connection.id,
      createModelArts({ connection, identities: connection.identities, clock, limits }),
    ]),
  )
  return {
    of(connectionId) {
      const cloud = clouds.get(connectionId)
      if (cloud === undefined) throw new Error(`There is no connection ${connectionId}`)
      return cloud
    },
    close: async () => {
      await Promise.all([...clouds.values()].map((cloud) => cloud.close()))
    },
  }
}
