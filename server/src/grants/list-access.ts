import type { listAccess as contract } from '@grantdesk/shared/grants'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { readCursor, writeCursor } from '../kernel/cursor.ts'
import type { Clock } from '../kernel/clock.ts'
import { houseId } from '../kernel/house-id.ts'
import type { Actor } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Work } from '../storage/work.ts'
import type { AccessQuery, Cloud, SeenAccess, SeenApp } from '../upstream/port.ts'
import type { AccessPage, ReadAccess } from './read-access.ts'
import type { Caller, Target } from './rules.ts'
import type { GrantRow, GrantStore } from './store.ts'
import { type AllowedOf, untouched, viewApp, viewGrant } from './view.ts'

/** Where the other rooms' knowledge comes in. */
export type Directory = {
  target(api: string): Promise<Target | undefined>
}

/** Takes in apps that a live reading showed. */
type AppObserver = {
  observe(connection: string, identity: string | null, apps: readonly SeenApp[], at: Date): Promise<void>
}

/** Keeps the counts of the lists in step. */
type Counter = { recount(api: string, apps: readonly string[]): Promise<void> }

export type Needs = {
  directory: Directory
  cloudOf: (connection: string) => Cloud
  readAccess: ReadAccess
  work: Work<{ grants: GrantStore; apps: AppObserver; shelf: Counter }>
  clock: Clock
  allowed: (actor: Actor) => AllowedOf
}

type Query = Input<typeof contract>['query']

/** The apps of one API as the cloud has them at this moment, each with what the desk decided about it. */
export const listAccess =
  ({ directory, cloudOf, readAccess, work, clock, allowed }: Needs) =>
  async (
    { params: { api }, query }: Input<typeof contract>,
    { actor }: { actor: Actor },
  ): Promise<Answer<typeof contract>> => {
    const target = (await directory.target(api)) ?? refuse('not-found')
    const identities = readersOf(target)
    const asked = cloudQuery(query)
    const page = await readAccess(
      {
        cloud: cloudOf(target.connection),
        connection: target.connection,
        identities,
        api: { serviceId: target.service.cloudId, apiId: target.api.cloudId },
        readAt: clock.now(),
      },
      asked,
    )
    const [only, ...others] = identities
    const rows = await keep(work, { target, page, identity: others.length === 0 ? (only ?? null) : null })
    return {
      rows: page.rows.map((seen) => {
        const caller = callerOf(target, seen)
        const row = rows.get(caller.id) ?? {
          ...untouched(api, caller.id, target.connection),
          actual: 'off' as const,
          verifiedAt: page.readAt,
        }
        return { grant: viewGrant(row, allowed(actor)(target, caller)), app: viewApp(caller.id, seen.app) }
      }) as Answer<typeof contract>['rows'],
      next: page.more ? cursorOf(asked.page + 1) : null,
      total: page.total,
      counts: page.counts,
      readAt: page.readAt.toISOString(),
    }
  }

/** Those who may read and have seen the service; before the first reading, whoever may read. */
function readersOf(target: Target): string[] {
  const readers = target.seenBy.filter(({ duties }) => duties.includes('read')).map(({ label }) => label)
  return readers.length > 0 ? readers : refuse('not-possible', { reason: 'no-identity' })
}

const callerOf = (target: Target, { app }: SeenAccess): Caller => ({
  id: houseId('app', target.connection, app.appId),
  cloudId: app.appId,
  creator: app.creator,
  gone: false,
})

/** Remembers what was just read, so that the row, the lists and a later comparison say the same. */
async function keep(
  work: Needs['work'],
  { target, page, identity }: { target: Target; page: AccessPage; identity: string | null },
): Promise<Map<string, GrantRow>> {
  const ids = page.rows.map((seen) => callerOf(target, seen).id)
  const split = (authorized: boolean): string[] => ids.filter((_, i) => page.rows[i]?.authorized === authorized)
  const rows = await work(null, async ({ grants, apps, shelf }) => {
    const reading = { api: target.api.id, authorized: split(true), unauthorized: split(false), readAt: page.readAt }
    // Everybody holds rows in this order: grants, their API, their apps.
    await grants.observe(reading, target.connection)
    await shelf.recount(target.api.id, [])
    await apps.observe(
      target.connection,
      identity,
      page.rows.map(({ app }) => app),
      page.readAt,
    )
    await shelf.recount(target.api.id, ids)
    return grants.of(target.api.id, ids)
  })
  return new Map(rows.map((row) => [row.app, row]))
}

const cloudQuery = ({ show, search, sort, order, cursor, limit }: Query): AccessQuery => ({
  show,
  name: search,
  sort,
  order,
  page: cursor === undefined ? 0 : pageFrom(cursor),
  limit,
})

const ORDER = 'access'
const MOST_PAGES = 1_000_000
const cursorOf = (page: number): string => writeCursor(ORDER, [page])

function pageFrom(cursor: string): number {
  const page = Number(readCursor(cursor, ORDER, ['integer'])[0])
  return page > 0 && page < MOST_PAGES
    ? page
    : refuse('bad-input', { issues: [{ path: 'query.cursor', rule: 'format', message: 'not a place in this list' }] })
}
