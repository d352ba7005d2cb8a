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
}

/** The process of the simulated cloud. */
export type DemoProcess = {
  ready: Promise<DemoCloud>
  /** Resolves to how it ended when nobody had told it to. */
  lost: Promise<string>
  stop(): Promise<void>
}

type Start = { root: string; folder: string; onClock: (offsetMs: number) => void }

/** Starts the simulated cloud in a process of its own, which ends with this one however this one ends. */
export function startDemoCloud({ root, folder, onClock }: Start): DemoProcess {
  const child = fork(join(root, 'server/simulator/main.ts'), ['--folder', folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  let isStopping = false
  const gone = endOf(child)
  const lost = new Promise<string>((tell) => void gone.then((how) => isStopping || tell(how)))
  child.on('message', (message: Told) => {
    if (message.clockOffsetMs !== undefined) onClock(message.clockOffsetMs)
  })
  return {
    ready: readyCloud(child, lost),
    lost,
    stop: async () => {
      isStopping = true
      if (child.connected) child.disconnect()
      const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await gone
      clearTimeout(late)
    },
  }
}

const PATIENCE_MS = 3_000

/** Resolves, once the process is gone or could not be started, to how that came. */
const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (fault) => resolve(fault.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })

async function readyCloud(child: ChildProcess, lost: Promise<string>): Promise<DemoCloud> {
  const [told] = (await Promise.race([
    once(child, 'message'),
    lost.then((how) => Promise.reject(new Error(`the simulated cloud ended before it was ready (${how}).`))),
  ])) as [Told]
  return {
    controlUrl: told.controlUrl ?? '',
    connections: (told.connections ?? []).map((connection) => ofHouse(connection, told.url ?? '')),
    scopes: scopesOf(told.cast ?? NOBODY),
  }
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
