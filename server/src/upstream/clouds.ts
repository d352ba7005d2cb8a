import { createDataArts, type DataArtsParts } from './dataarts/client.ts'
import type { Clock, HttpParts } from './http.ts'
import { createModelArts, type Identity, type ModelArtsParts } from './modelarts/client.ts'
import type { Cloud, DataCloud } from './port.ts'

/** A configured connection to ModelArts with the credentials of its identities. */
export type ModelArtsConnection = ModelArtsParts['connection'] & {
  service: 'modelarts'
  identities: readonly Identity[]
}

/** A configured connection to one workspace and edition of DataArts Studio. */
export type DataArtsConnection = DataArtsParts['connection'] & {
  service: 'dataarts'
  identities: readonly Identity[]
}

/** A connection's `endpoint` is an origin, e.g. `https://modelarts.cn-north-4.myhuaweicloud.com`. */
export type CloudConnection = ModelArtsConnection | DataArtsConnection

export type Clouds = {
  /** ModelArts; throws for a connection that is not configured, or to another service. */
  of(connectionId: string): Cloud
  /** DataArts; throws likewise. */
  dataOf(connectionId: string): DataCloud
  close(): Promise<void>
}

type Shared = { clock: Clock; limits: HttpParts['limits'] }

function ways(connections: readonly CloudConnection[], shared: Shared) {
  const models = new Map<string, Cloud>()
  const data = new Map<string, DataCloud>()
  for (const connection of connections) {
    const { identities } = connection
    if (connection.service === 'modelarts')
      models.set(connection.id, createModelArts({ connection, identities, ...shared }))
    else data.set(connection.id, createDataArts({ connection, identities, ...shared }))
  }
  return { models, data }
}

function found<T>(clouds: ReadonlyMap<string, T>, connectionId: string, service: string): T {
  const cloud = clouds.get(connectionId)
  if (cloud === undefined) throw new Error(`There is no connection ${connectionId} to ${service}`)
  return cloud
}

/** One way to each configured connection, made once and kept: its pool, its breaker and what it learned stay together. */
export function createClouds(
  connections: readonly CloudConnection[],
  clock: Clock,
  limits?: HttpParts['limits'],
): Clouds {
  const { models, data } = ways(connections, { clock, limits })
  return {
    of: (connectionId) => found(models, connectionId, 'ModelArts'),
    dataOf: (connectionId) => found(data, connectionId, 'DataArts'),
    close: async () => {
      await Promise.all([...models.values(), ...data.values()].map((cloud) => cloud.close()))
    },
  }
}
