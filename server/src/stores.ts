import type { Registration } from '@grantdesk/shared/changes'
import type { Scope } from '@grantdesk/shared/identity'
import { apiDirectory, apiListStore, apiStore } from './apis/index.ts'
import { appListStore, appStore } from './apps/index.ts'
import { recorder } from './audit/index.ts'
import { changeStore, viewChange } from './changes/index.ts'
import { connectionStore, type Counts, knownConnections, showConnection } from './connections/index.ts'
import { grantStore } from './grants/index.ts'
import { type NamesOf, peopleStore } from './identity/index.ts'
import type { Jobs } from './jobs/runner.ts'
import type { Db } from './storage/tables.ts'
import type { Unit } from './storage/work.ts'
import type { SeenApi } from './upstream/port.ts'

/** Every process hears on it which line of changes has something to do. */
export const LINES = 'change_line'

/** What the stores wake once their unit of work has committed. */
export type Wakes = { seal: () => void; carry: (line: string) => void }

export type Stores = ReturnType<typeof storesOf>

/** Everything a unit of work may touch, bound to its transaction. */
export const storesOf = (unit: Unit, { wakes, jobs }: { wakes: Wakes; jobs: Pick<Jobs, 'queue'> }) => ({
  at: unit.at,
  audit: recorder(unit, wakes.seal),
  people: peopleStore(unit.tx),
  connections: connectionStore(unit.tx),
  apis: apiStore(unit.tx),
  apps: appStore(unit.tx),
  grants: grantStore(unit.tx),
  changes: changeStore(unit.tx),
  directory: directoryOf(unit.tx),
  services: directoryOf(unit.tx),
  shelf: shelfOf(unit),
  queue: jobs.queue(unit),
  shown: showConnection({ connections: connectionStore(unit.tx), countsOf: countsOf(unit.tx) }),
  waker: {
    async wake(line: string): Promise<void> {
      await unit.notify(LINES, line)
      unit.afterwards(() => wakes.carry(line))
    },
  },
})

/** What the rooms of APIs and apps know, asked by our ids. */
export function directoryOf(db: Db) {
  const apps = appStore(db)
  return {
    ...apiDirectory({ ...apiStore(db), ...besideApis(db) }),
    callers: (ids: readonly string[]) => apps.callers(ids),
  }
}

/** What the lists of APIs ask of other rooms. */
export const besideApis = (db: Db) => ({
  connections: knownConnections({ connections: connectionStore(db) }),
  registrationsOf: (services: readonly string[]) => registrationsOf(db, services),
})

const TOLD: readonly Registration['state'][] = ['waiting', 'sending', 'unknown', 'failed']

/** The last registration of each service, while it is under way or when it failed. */
async function registrationsOf(db: Db, services: readonly string[]): Promise<Map<string, Registration>> {
  const rows = await changeStore(db).registrations(services)
  return new Map(rows.filter(({ state }) => TOLD.includes(state)).map((row) => [row.service, viewChange(row)]))
}

/** Keeps the inventory in step with what a change has just done. */
const shelfOf = ({ tx, at }: Unit) => ({
  recount: async (api: string, apps: readonly string[]): Promise<void> => {
    await apiStore(tx).recount([api])
    await appStore(tx).recount(apps)
  },
  takeApi: async (connection: string, service: string, api: SeenApi): Promise<string> => {
    const [id = ''] = await apiStore(tx).saveApis([api], { connection, service, at })
    return id
  },
})

const NOTHING: Counts = { services: 0, apis: 0, apps: 0, grants: 0 }

/** How much is known of each connection. */
export const countsOf = (db: Db) => async (): Promise<ReadonlyMap<string, Counts>> => {
  const apis = await apiListStore(db).countByConnection()
  const apps = new Map((await appListStore(db).countByConnection()).map(({ connection, apps }) => [connection, apps]))
  const counts = new Map([...apps].map(([connection, apps]) => [connection, { ...NOTHING, apps }]))
  for (const { connection, ...known } of apis) counts.set(connection, { ...known, apps: apps.get(connection) ?? 0 })
  return counts
}

/** What the things are called that roles hold for. */
export const namesOf =
  (db: Db): NamesOf =>
  async (scopes) => {
    const names = new Map<string, string>()
    const connections = await knownConnections({ connections: connectionStore(db) })()
    for (const scope of scopes) {
      if (scope.of === 'everything' || names.has(scope.id)) continue
      const name = await nameOf(db, scope, connections)
      if (name !== undefined) names.set(scope.id, name)
    }
    return (scope) => (scope.of === 'everything' ? null : (names.get(scope.id) ?? null))
  }

async function nameOf(
  db: Db,
  scope: Exclude<Scope, { of: 'everything' }>,
  connections: ReadonlyMap<string, { label: string }>,
) {
  switch (scope.of) {
    case 'connection':
      return connections.get(scope.id)?.label
    case 'service':
      return (await apiStore(db).findService(scope.id))?.service.name
    case 'api':
      return (await apiStore(db).find(scope.id))?.api?.name
    case 'app':
      return (await appStore(db).find(scope.id))?.name
  }
}
