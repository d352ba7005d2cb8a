import type { Ask } from '../ask.ts'
import { CloudError } from '../cloud-error.ts'
import { refusal } from './errors.ts'
import { publicationsOf } from './find.ts'
import { fits } from './fit.ts'
import type { DataApiRow, DataAppRow, RelationRow } from './rows.ts'
import { type Pair, relationOf, takeStep } from './step.ts'
import { gone, handled, openTickets, ended } from './tickets.ts'

/** A pair with everything that its rules look at. */
export interface FullPair extends Pair {
  api: DataApiRow
  app: DataAppRow
}

/** False: nothing is to happen behind a 204. */
export function isGrantable(ask: Ask, pair: FullPair): boolean {
  const { api, app } = pair
  refuseProvoked(ask, app.id)
  const { openApis, sharedGrants } = ask.world.switches.dataarts
  if (api.edition === 'SHARED' && sharedGrants === 'refused') {
    throw refusal.illegal('only exclusive APIs can be authorized')
  }
  const clusterType = publishedOn(ask, pair)
  if (api.auth_type === 'NONE') {
    if (openApis === 'refused') throw refusal.mismatch()
    return false
  }
  if (!fits(api, app, clusterType)) throw refusal.mismatch()
  if (!isVisible(pair)) throw refusal.noApp()
  return true
}

/** The type of the cluster on which the API is to be granted; it must be published there (Terraform provider). */
function publishedOn({ world }: Ask, { api, cluster }: FullPair): string {
  const publication = publicationsOf(world, api).find((one) => one.cluster === cluster)
  if (!publication) throw refusal.noCluster()
  if (publication.status !== 'API_STATUS_PUBLISHED') throw refusal.illegal('the API is not published on the cluster')
  return publication.cluster_type
}

/** An API that is only for its own workspace cannot be called from another one (CreateApi, visibility). */
function isVisible({ api, app }: FullPair): boolean {
  return api.visibility !== 'WORKSPACE' || app.type === 'IAM' || app.workspace_id === api.workspace_id
}

/** A fault may single out one app. */
function refuseProvoked(ask: Ask, app: string): void {
  const told = ask.refused.get(app)
  if (told === undefined) return
  const [code = '', ...why] = told.split(': ')
  throw new CloudError(400, code, why.join(': '))
}

/** Whether the app may call now, or could until its time was over. */
export function isLinked(relation: RelationRow | undefined): relation is RelationRow {
  return relation !== undefined && relation.state !== 'LINK_WAITING_CHECK'
}

/** "Extended but not reduced" (AuthorizeActionApiToInstance). False: nothing is to happen behind a 204. */
export function isLonger(ask: Ask, relation: RelationRow, until: number): boolean {
  if (relation.expires_at === null || until >= relation.expires_at) return true
  if (ask.world.switches.dataarts.shorten === 'ignored') return false
  throw refusal.illegal('the validity period can be extended but cannot be reduced')
}

/** Lets the app call until then: a new relation, a longer one, or what an application or renewal asked for. */
export function link(ask: Ask, pair: FullPair, until: number): void {
  const { world, author } = ask
  const before = relationOf(world, pair)
  const applications = openTickets(world, 'application', pair)
  checkWaiting(ask, before)
  if (until <= author.at) throw refusal.parameter('time is over')
  if (isLinked(before) && !isLonger(ask, before, until)) return
  const isSame = before?.state === 'LINKED' && before.expires_at === until && before.lapsed === 0
  if (isSame && applications.length === 0) return
  const notices = openTickets(world, 'notice', pair)
  takeStep(ask, {
    kind: isLinked(before) ? 'extend' : 'grant',
    pair,
    to: { state: 'LINKED', expires_at: until, approved_at: author.at },
    tickets: [
      ...applications.map((one) => ended(one, 'STATUS_TYPE_PASSED', author.at)),
      ...notices.map((one) => gone(one)),
    ],
  })
}

function checkWaiting({ world }: Ask, before: RelationRow | undefined): void {
  const { grantWhilePending, grantUnderNotice } = world.switches.dataarts
  if (before?.state === 'OFFLINE_WAITING_CHECK' && grantUnderNotice === 'refused') {
    throw refusal.illegal('the authorization is being cancelled')
  }
  const isPending = before?.state === 'LINK_WAITING_CHECK' || before?.state === 'RENEW_WAITING_CHECK'
  if (isPending && grantWhilePending === 'refused') throw refusal.illegal('an application is waiting for review')
}

/** Takes the relation away at once; what waited for it is over. */
export function unlink(ask: Pick<Ask, 'world' | 'author'>, pair: Pair): void {
  const { world } = ask
  takeStep(ask, {
    kind: 'revoke',
    pair,
    to: null,
    tickets: [
      ...openTickets(world, 'application', pair).map(gone),
      ...openTickets(world, 'notice', pair).map((one) => handled(ask, one)),
    ],
  })
}
