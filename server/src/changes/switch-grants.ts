import type { Grant, switchGrants as contract } from '@grantdesk/shared/grants'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Code } from '@grantdesk/shared/kernel/problem'
import type { AppId } from '@grantdesk/shared/kernel/ids'
import type { Caller, GrantRow } from '../grants/index.ts'
import { refuse } from '../kernel/refusal.ts'
import { intend, isUnderway } from './intend.ts'
import { refusalFor } from './rules.ts'
import type { Asked, Needs } from './switch-grant.ts'

type Body = Input<typeof contract>['body']
type Refused = { app: AppId; refused: Code; reason: string | null; row: GrantRow | undefined }
type Sorted = { go: { app: Caller; row: GrantRow }[]; still: { app: Caller; row: GrantRow }[]; refused: Refused[] }

/** Switches several apps at once: each pair is its own intent, and each has its own outcome. */
export const switchGrants =
  ({ work, clock, maySwitch, allowed, viewGrant }: Needs) =>
  ({ params, body }: Input<typeof contract>, { actor, key }: Asked): Promise<Answer<typeof contract>> =>
    work(key, async (stores) => {
      const target = (await stores.directory.target(params.api)) ?? refuse('not-found')
      const callers = await stores.directory.callers(body.apps.map(({ app }) => app))
      const rows = await stores.grants.lock(params.api, [...callers.keys()], target.connection)
      const sorted = sort({ body, callers, rows }, (app) => maySwitch(actor, { target, app, wanted: body.wanted }))
      const changed = await intend(stores, actor, { target, wanted: body.wanted, pairs: sorted.go, at: clock.now() })
      const view = (app: Caller | undefined, row: GrantRow | undefined): Grant | null =>
        app && row ? viewGrant(row, allowed(actor)(target, app)) : null
      return {
        rows: [
          ...changed.map((row) => ({
            app: row.app,
            refused: null,
            reason: null,
            grant: view(callers.get(row.app), row),
          })),
          ...sorted.still.map(({ app, row }) => ({ app: app.id, refused: null, reason: null, grant: view(app, row) })),
          ...sorted.refused.map(({ app, refused, reason, row }) => ({
            app,
            refused,
            reason,
            grant: view(callers.get(app), row),
          })),
        ],
      }
    })

/** Which pairs may go on their way, which are there already, and which are refused and why. */
function sort(
  { body, callers, rows }: { body: Body; callers: Map<string, Caller>; rows: Map<string, GrantRow> },
  may: (app: Caller) => ReturnType<Needs['maySwitch']>,
): Sorted {
  const sorted: Sorted = { go: [], still: [], refused: [] }
  for (const { app: id, version } of new Map(body.apps.map((asked) => [asked.app, asked])).values()) {
    const app = callers.get(id)
    const row = rows.get(id)
    const answer = app && may(app)
    if (!app || !row) sorted.refused.push({ app: id, refused: 'not-found', reason: null, row: undefined })
    else if (answer !== true)
      sorted.refused.push({ app: id, refused: refusalFor(answer ?? 'app-gone'), reason: answer ?? null, row })
    else if (row.version !== version) sorted.refused.push({ app: id, refused: 'stale', reason: null, row })
    else if (isUnderway(row, body.wanted)) sorted.still.push({ app, row })
    else sorted.go.push({ app, row })
  }
  return sorted
}
