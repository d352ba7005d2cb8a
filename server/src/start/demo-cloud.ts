import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ConfiguredConnection } from '../connections/index.ts'
import type { Scope } from '@grantdesk/shared/identity'
import type { DemoScopes } from '../identity/index.ts'
import { houseId } from '../kernel/house-id.ts'
import type { CloudConnection } from '../upstream/clouds.ts'

type Told = {
  ready?: true
  url?: string
  controlUrl?: string
  clockOffsetMs?: number
  connections?: DemoConnection[]
  cast?: Cast
}
type DemoConnection = {
  id: string
  label: string
  region: string
  project: string
  workspace: string
  identities: {
    label: string
    accessKey: string
    secretKey: string
    duties: ('read' | 'grant' | 'apply')[]
    cloudUser: { id: string }
  }[]
}

type Thing = { connection: string; id: string }
type Cast = { reviewed: { connections: string[]; services: Thing[] }; owned: Thing[]; ownedByReviewer: Thing[] }

/** The simulated cloud as the house sees it: an endpoint like a real one, and a clock to follow. */
export type DemoCloud = {
  controlUrl: string
  connections: readonly { configured: ConfiguredConnection; cloud: CloudConnection }[]
  /** What the demo's people look after. */
  scopes: DemoScopes
  stop(): Promise<void>
}

/** Starts the simulated cloud in a process of its own, which ends with this one however this one ends. */
export async function startDemoCloud(
  root: string,
  folder: string,
  onClock: (offsetMs: number) => void,
): Promise<DemoCloud> {
  const child = fork(join(root, 'server/simulator/main.ts'), ['--folder', folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const told = await firstWord(child)
  onClock(told.clockOffsetMs ?? 0)
  child.on('message', (message: Told) => {
    if (message.clockOffsetMs !== undefined) onClock(message.clockOffsetMs)
  })
  return {
    controlUrl: told.controlUrl ?? '',
    connections: (told.connections ?? []).map((connection) => ofHouse(connection, told.url ?? '')),
    scopes: scopesOf(told.cast ?? NOBODY),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

async function firstWord(child: ChildProcess): Promise<Told> {
  const gone = once(child, 'exit').then(() =>
    Promise.reject(new Error('the simulated cloud ended before it was ready')),
  )
  const [told] = (await Promise.race([once(child, 'message'), gone])) as [Told]
  gone.catch(() => {})
  return told
}

const NOBODY: Cast = { reviewed: { connections: [], services: [] }, owned: [], ownedByReviewer: [] }

function scopesOf({ reviewed, owned, ownedByReviewer }: Cast): DemoScopes {
  const apps = (things: readonly Thing[]): string[] =>
    things.map(({ connection, id }) => houseId('app', connection, id))
  const services = reviewed.services.map(({ connection, id }) => ({
    of: 'service',
    id: houseId('service', connection, id),
  }))
  const connections = reviewed.connections.map((id) => ({ of: 'connection', id }))
  return {
    reviewed: [...connections, ...services] as Scope[],
    owned: apps(owned),
    ownedByReviewer: apps(ownedByReviewer),
  }
}

function ofHouse({ id, label, region, project, workspace, identities }: DemoConnection, endpoint: string) {
  return {
    configured: {
      id,
      label,
      service: 'modelarts' as const,
      region,
      project,
      workspace,
      writes: 'delta' as const,
      identities: identities.map((one) => ({ label: one.label, duties: one.duties, cloudUser: one.cloudUser.id })),
    },
    cloud: {
      id,
      service: 'modelarts' as const,
      endpoint,
      project,
      workspace,
      identities: identities.map((one) => ({
        label: one.label,
        cloudUser: one.cloudUser.id,
        credential: { accessKey: one.accessKey, secretKey: one.secretKey },
      })),
    },
  }
}
