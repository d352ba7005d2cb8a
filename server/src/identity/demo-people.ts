import type { Role, Scope } from '@grantdesk/shared/identity'
import type { Clock } from '../kernel/clock.ts'
import { keysOf } from '../kernel/search-words.ts'
import type { Work } from '../storage/work.ts'
import type { Stores } from './sessions/find-session.ts'
import type { NewRole } from './store.ts'

export const PERSONAS = [
  { id: 'li-wei', name: 'Li Wei', title: 'Reviews every API, owns one app' },
  { id: 'chen-jie', name: 'Chen Jie', title: 'Reviews the APIs of her team' },
  { id: 'zhao-min', name: 'Zhao Min', title: 'Owns apps that call APIs' },
  { id: 'anna-keller', name: 'Anna Keller', title: 'Auditor: sees everything, changes nothing' },
  { id: 'sam-okafor', name: 'Sam Okafor', title: 'Admin: people and their roles' },
] as const

export type PersonaId = (typeof PERSONAS)[number]['id']

/** What the people of the demo world look after, by the ids of its things. */
export type DemoScopes = {
  /** What Chen Jie reviews: connections, services or APIs. */
  reviewed: readonly Scope[]
  /** Apps of Zhao Min. */
  owned: readonly string[]
  /** The app of Li Wei, so that a reviewer who owns an app is in the story. */
  ownedByReviewer: readonly string[]
}

type Given = { person: PersonaId; role: Role; scope: Scope }

const EVERYTHING: Scope = { of: 'everything' }
const DAY = 24 * 3_600_000
/** The people of the demo have been there for as long as its history. */
const HISTORY_MS = 400 * DAY

const owner = (person: PersonaId) => (app: string) =>
  ({ person, role: 'owner', scope: { of: 'app', id: app } }) as Given

const rolesOf = ({ reviewed, owned, ownedByReviewer }: DemoScopes): Given[] => [
  { person: 'sam-okafor', role: 'admin', scope: EVERYTHING },
  { person: 'li-wei', role: 'reviewer', scope: EVERYTHING },
  ...reviewed.map((scope): Given => ({ person: 'chen-jie', role: 'reviewer', scope })),
  ...owned.map(owner('zhao-min')),
  ...ownedByReviewer.map(owner('li-wei')),
  { person: 'anna-keller', role: 'auditor', scope: EVERYTHING },
]

/** Lets the people of the demo world in, once; who is there already keeps the roles that he has. */
export const ensureDemoPeople =
  ({ work, clock }: { work: Work<Stores>; clock: Clock }) =>
  (demo: DemoScopes): Promise<void> =>
    work(null, async (stores) => {
      const at = clock.now()
      const from = new Date(at.getTime() - HISTORY_MS)
      for (const { id, name } of PERSONAS) {
        const email = `${id}@demo.example`
        const isNew = await stores.people.add({ id, name, email, ...keysOf(name, email), password: null }, at)
        if (!isNew) continue
        stores.audit.add({ kind: 'person.added', by: null, about: { person: id }, after: { name, email } })
        const roles = rolesOf(demo).filter(({ person }) => person === id)
        await give(
          stores,
          roles.map((role, n) => ({ ...role, id: `${id}-${n}`, from, until: null, by: null })),
        )
      }
    })

async function give({ people, audit }: Stores, roles: readonly NewRole[]): Promise<void> {
  for (const role of roles) {
    await people.give(role)
    const after = { role: role.role, scope: role.scope, until: null }
    audit.add({ kind: 'role.given', by: null, about: { person: role.person }, after })
  }
}
