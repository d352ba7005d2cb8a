import type { WorldDraft } from './draft.ts'
import { canary } from './canary.ts'
import { hexOf } from './ids.ts'

export type Duty = 'read' | 'grant' | 'apply'

/** One credential of a demo connection and the simulated cloud user behind it. */
export interface DemoIdentity {
  label: string
  accessKey: string
  secretKey: string
  duties: Duty[]
  cloudUser: { id: string; name: string }
}

/** What the server needs to reach one region of the simulated account. */
export interface DemoConnection {
  id: string
  label: string
  region: string
  project: string
  workspace: string
  identities: DemoIdentity[]
}

interface DemoUser {
  id: string
  name: string
  accessKey: string
  secretKey: string
  role: 'member' | 'reader'
  projects: string[]
}

export const NORTH = '04f258c84780d5a52f3bc00dc15aa5e7'
export const SOUTHEAST = '0c6ad2f1b8004e5b9f0b7d3c55a1e9d4'

const user = (name: string, projects: string[], role: DemoUser['role'] = 'member'): DemoUser => ({
  id: hexOf(`user ${name}`),
  name,
  accessKey: `HST3${hexOf(`access key of ${name}`, 16).toUpperCase()}`,
  secretKey: canary(hexOf(`secret key of ${name}`, 40)),
  role,
  projects,
})

/** The cloud users of the insurance company. `data_science_lab` has no identity in the server. */
export const demoUsers = {
  reader: user('grantdesk_reader', [NORTH, SOUTHEAST], 'reader'),
  claims: user('svc_claims', [NORTH]),
  underwriting: user('svc_underwriting', [NORTH]),
  contact: user('svc_contact_centre', [NORTH, SOUTHEAST]),
  asia: user('svc_asia_pacific', [SOUTHEAST]),
  lab: user('data_science_lab', [NORTH, SOUTHEAST]),
}

/** The cloud users of DataArts Studio. Stewards and colleagues have no identity in the server. */
export const demoStudioUsers = {
  coreReviewer: user('svc_data_reviewer', [NORTH]),
  coreCaller: user('svc_data_caller', [NORTH]),
  coreSteward: user('wang_fang', [NORTH]),
  coreColleague: user('zhou_ning', [NORTH]),
  partnerReviewer: user('svc_partner_reviewer', [SOUTHEAST]),
  partnerCaller: user('svc_partner_caller', [SOUTHEAST]),
  partnerSteward: user('grace_lam', [SOUTHEAST]),
  partnerColleague: user('minh_tran', [SOUTHEAST]),
}

function identity(label: string, duties: Duty[], { id, name, accessKey, secretKey }: DemoUser): DemoIdentity {
  return { label, accessKey, secretKey, duties, cloudUser: { id, name } }
}

const readerIdentity = identity('Reader (sees the whole project)', ['read'], demoUsers.reader)

/** The connections of the demo server to the simulated account. */
export const demoConnections: DemoConnection[] = [
  {
    id: 'modelarts-cn-north-4',
    label: 'ModelArts · cn-north-4',
    region: 'cn-north-4',
    project: NORTH,
    workspace: '0',
    identities: [
      readerIdentity,
      identity('Claims services 理赔服务组', ['read', 'grant'], demoUsers.claims),
      identity('Underwriting 核保', ['read', 'grant'], demoUsers.underwriting),
      identity('Contact centre 客服中心', ['read', 'grant'], demoUsers.contact),
    ],
  },
  {
    id: 'modelarts-ap-southeast-1',
    label: 'ModelArts · ap-southeast-1',
    region: 'ap-southeast-1',
    project: SOUTHEAST,
    workspace: '0',
    identities: [
      readerIdentity,
      identity('Asia Pacific platform', ['read', 'grant'], demoUsers.asia),
      identity('Contact centre 客服中心', ['read', 'grant'], demoUsers.contact),
    ],
  },
]

/** What the server needs to reach one workspace of DataArts Studio, in one edition. */
export interface DemoDataArtsConnection {
  id: string
  label: string
  region: string
  project: string
  /** The DataArts Studio instance. */
  instance: string
  workspace: string
  edition: 'SHARED' | 'EXCLUSIVE'
  /** A reviewer and a caller: the cloud's lists are relative to who asks. */
  identities: DemoIdentity[]
}

export const CORE_STUDIO = hexOf('studio core')
export const PARTNER_STUDIO = hexOf('studio partner')

/** The connections of the demo server to DataArts Studio. */
export const demoDataArtsConnections: DemoDataArtsConnection[] = [
  {
    id: 'dataarts-core',
    label: 'DataArts · 核心数据',
    region: 'cn-north-4',
    project: NORTH,
    instance: CORE_STUDIO,
    workspace: hexOf('workspace core'),
    edition: 'EXCLUSIVE',
    identities: [
      identity('Reviewer 数据审核', ['read', 'grant'], demoStudioUsers.coreReviewer),
      identity('Caller 数据调用', ['read', 'apply'], demoStudioUsers.coreCaller),
    ],
  },
  {
    id: 'dataarts-partner',
    label: 'DataArts · Partner exchange',
    region: 'ap-southeast-1',
    project: SOUTHEAST,
    instance: PARTNER_STUDIO,
    workspace: hexOf('workspace partner'),
    edition: 'EXCLUSIVE',
    identities: [
      identity('Partner reviewer', ['read', 'grant'], demoStudioUsers.partnerReviewer),
      identity('Partner caller', ['read', 'apply'], demoStudioUsers.partnerCaller),
    ],
  },
]

/** Projects and users: every seeded world knows them, so the demo's keys are never strangers. */
export const demoAccount: WorldDraft = {
  projects: [
    { id: NORTH, region: 'cn-north-4' },
    { id: SOUTHEAST, region: 'ap-southeast-1' },
  ],
  users: [...Object.values(demoUsers), ...Object.values(demoStudioUsers)],
}
