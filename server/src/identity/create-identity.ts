import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Database } from '../storage/database.ts'
import type { Work } from '../storage/work.ts'
import { createAccounts } from './sessions/accounts.ts'
import { addPerson } from './people/add-person.ts'
import { changePassword } from './sessions/change-password.ts'
import { changePerson } from './people/change-person.ts'
import { ensureDemoPeople } from './demo-people.ts'
import { createSessions, type Stores } from './sessions/find-session.ts'
import { giveRole } from './people/give-role.ts'
import { listPeople } from './people/list-people.ts'
import { firstAdminCode, makeFirstAdmin } from './sessions/make-first-admin.ts'
import { peopleListStore } from './people/list-store.ts'
import { createShowSession, showSession } from './sessions/show-session.ts'
import { signIn, signInAsPersona } from './sessions/sign-in.ts'
import { signOut } from './sessions/sign-out.ts'
import { peopleStore } from './store.ts'
import { takeRole } from './people/take-role.ts'
import type { NamesOf } from './view.ts'

type IdentityNeeds = {
  database: Database
  work: Work<Stores>
  clock: Clock
  log: Log
  /** Signs the session cookie; at least 32 random characters, the same for every process and after every start. */
  secret: string
  demo: boolean
  version: string
  /** What the things that scopes speak of are called. */
  namesOf: NamesOf
}

export type Identity = Awaited<ReturnType<typeof createIdentity>>
export type Operations = Identity['operations']

/** The room of people, their roles and their sessions. */
export async function createIdentity({ database: { db }, ...needs }: IdentityNeeds) {
  const people = peopleStore(db)
  const mayComeIn = async (id: string) => (await people.find(id))?.disabled_at === null
  const accounts = await createAccounts({ ...needs, db, mayComeIn })
  const sessions = createSessions({ ...needs, accounts, people })
  const show = createShowSession({ ...needs, people })
  const all = { ...needs, accounts, people, sessions, show, pages: peopleListStore(db) }
  return {
    actorOf: sessions.actorOf,
    ensureDemoPeople: ensureDemoPeople(needs),
    /** The one-time code to print at the start; `null` when somebody is there already, and in the demo. */
    firstAdminCode: firstAdminCode(needs),
    /** Names of those who own an app at this instant. */
    ownersOf: (apps: readonly string[]) => people.ownersOf(apps, needs.clock.now()),
    /** Every path that better-auth would answer if its router were mounted, which it is not. */
    libraryPaths: Object.values(accounts.api).flatMap((call) => ('path' in call && call.path ? [call.path] : [])),
    operations: {
      sessions: {
        show: showSession(all),
        signIn: signIn(all),
        signInAsPersona: signInAsPersona(all),
        signOut: signOut(all),
        changePassword: changePassword(all),
        makeFirstAdmin: makeFirstAdmin(all),
      },
      people: {
        list: listPeople(all),
        add: addPerson(all),
        change: changePerson(all),
        giveRole: giveRole(all),
        takeRole: takeRole(all),
      },
    },
  }
}
