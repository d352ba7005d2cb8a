import type { Scope } from '@grantdesk/shared/identity'
import type { ConfiguredConnection } from '../src/connections/index.ts'
import type { DemoScopes } from '../src/identity/index.ts'
import { houseId } from '../src/kernel/house-id.ts'
import type { ModelArtsConnection } from '../src/upstream/clouds.ts'
import type { WorldDraft } from '../simulator/index.ts'
import { canary } from '../simulator/canary.ts'
import { hexOf } from '../simulator/ids.ts'

/** A connection of a test: what is configured, and how its cloud is reached. */
export type TestConnection = { configured: ConfiguredConnection; cloud: Omit<ModelArtsConnection, 'endpoint'> }

export const NORTH = 'north'
const PROJECT = 'p-north'

/** Our ids of the small world's things, by the cloud's. */
export const serviceId = (cloudId: string): string => houseId('service', NORTH, cloudId)
export const apiId = (cloudId: string): string => houseId('api', NORTH, cloudId)
export const appId = (cloudId: string): string => houseId('app', NORTH, cloudId)

const user = (name: string, role: 'member' | 'reader' | 'administrator' = 'member') => ({
  id: `user-${name}`,
  name,
  accessKey: `AK${name.toUpperCase()}`,
  secretKey: canary(hexOf(`secret key of ${name}`, 40)),
  role,
  projects: [PROJECT],
})

const USERS = [user('reader', 'reader'), user('team'), user('lab'), user('root', 'administrator')]

const identity = (label: string, name: string, duties: readonly ('read' | 'grant')[]) => ({ label, name, duties })
const IDENTITIES = [identity('Reader', 'reader', ['read']), identity('Team', 'team', ['read', 'grant'])]

const credentialOf = (name: string) => ({ accessKey: `AK${name.toUpperCase()}`, secretKey: secretOf(name) })
const secretOf = (name: string): string => USERS.find((one) => one.name === name)?.secretKey ?? ''

type Choice = { writes?: 'delta' | 'replace'; identities?: typeof IDENTITIES }

/** The one connection of the small world: a reader who sees everything, and the team that owns the services. */
export const smallConnection = ({ writes = 'delta', identities = IDENTITIES }: Choice = {}): TestConnection => {
  const connection = { id: NORTH, service: 'modelarts' as const, project: PROJECT, workspace: null }
  return {
    configured: {
      ...connection,
      label: 'North 北方',
      region: 'cn-north-4',
      writes,
      identities: identities.map(({ label, duties }) => ({ label, duties })),
    },
    cloud: {
      ...connection,
      identities: identities.map(({ label, name }) => ({ label, credential: credentialOf(name) })),
    },
  }
}

/** Only the reader is configured: nobody may write. */
export const READER_ONLY = IDENTITIES.slice(0, 1)

const app = (id: string, day: number, owner = 'user-team') => ({
  id,
  project: PROJECT,
  name: `App ${id.replace('app-', '')}`,
  owner,
  createdAt: Date.UTC(2026, 0, day),
  updatedAt: Date.UTC(2026, 5, 30 - day),
})

const service = (id: string, owner = 'user-team') => ({
  id,
  project: PROJECT,
  name: `Service ${id.replace('s-', '')} 服务`,
  owner,
  publishedAt: Date.UTC(2026, 0, 2),
})

const SPARE = Array.from({ length: 12 }, (_, n) => `s-spare-${n}`)

/**
 * Services of a team with their APIs and apps: `s-main` has an API that `app-0` may call, `s-bare` has none, and the
 * others each have what stands in their name.
 */
export const smallWorld: WorldDraft = {
  projects: [{ id: PROJECT, region: 'cn-north-4' }],
  users: USERS,
  services: [
    ...['s-main', 's-other', 's-bare', 's-iam', 's-silent', ...SPARE].map((id) => service(id)),
    service('s-lab', 'user-lab'),
  ],
  apis: [
    { id: 'api-main', service: 's-main' },
    { id: 'api-other', service: 's-other' },
    { id: 'api-iam', service: 's-iam', authType: 'IAM' },
    { id: 'api-silent', service: 's-silent', authTypeShown: false },
    { id: 'api-lab', service: 's-lab' },
  ],
  apps: [
    ...Array.from({ length: 16 }, (_, n) => app(`app-${n}`, n + 1)),
    { ...app('app-frozen', 20), refusal: 'The app is frozen.' },
    app('app-own', 21),
    app('app-lab', 22, 'user-lab'),
  ],
  grants: [
    { api: 'api-main', app: 'app-0' },
    { api: 'api-lab', app: 'app-lab' },
  ],
}

/** Services without an API: each is there to be registered once. */
export const spare = (n: number): string => SPARE[n] ?? 's-bare'

/** What the demo's people look after in the small world. Li Wei owns `app-own`, Chen Jie reviews `s-other`. */
export const smallScopes: DemoScopes = {
  reviewed: [{ of: 'service', id: serviceId('s-other') } as Scope],
  owned: [appId('app-1'), appId('app-2')],
  ownedByReviewer: [appId('app-own')],
}

/** The small world with many apps more. */
export const crowdedWorld = (apps: number): WorldDraft => ({
  ...smallWorld,
  apps: [...(smallWorld.apps ?? []), ...Array.from({ length: apps }, (_, n) => app(`app-many-${n}`, 1 + (n % 28)))],
})

/** The small world with a service `s-…` and its API `api-…` more for each name. */
export const crowdedWith = (names: readonly string[], grants: { api: string; app: string }[] = []): WorldDraft => ({
  ...smallWorld,
  services: [...(smallWorld.services ?? []), ...names.map((name) => service(`s-${name}`))],
  apis: [...(smallWorld.apis ?? []), ...names.map((name) => ({ id: `api-${name}`, service: `s-${name}` }))],
  grants: [...(smallWorld.grants ?? []), ...grants],
})
