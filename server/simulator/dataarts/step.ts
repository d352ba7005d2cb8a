import { type Author, recordTransition, type TransitionKind } from '../log.ts'
import type { World } from '../world.ts'
import type { DataApiRow, DataAppRow, RelationRow, RelationState, TicketRow } from './rows.ts'

/** One app at one API on one cluster. */
export interface Pair {
  api: Pick<DataApiRow, 'n' | 'id' | 'project_id'>
  app: Pick<DataAppRow, 'n' | 'id'>
  cluster: string
}

/** What a relation becomes. */
export interface RelationTo {
  state: RelationState
  expires_at: number | null
  approved_at: number | null
  lapsed?: boolean
}

export type NewTicket = Omit<TicketRow, 'n'>

/** A ticket as it was, as it becomes, or both: it is opened, it goes on, or it is gone. */
export interface TicketStep {
  before: TicketRow | null
  after: NewTicket | null
}

/** One change of the world: a relation and the tickets that follow from it, under one transition. */
export interface Step {
  kind: TransitionKind
  pair: Pair
  /** Absent: the relation stays as it is. */
  to?: RelationTo | null
  tickets?: TicketStep[]
}

export interface Deed {
  world: World
  author: Author
}

/** The relation of the pair as it is now, an application that waits included. */
export function relationOf(world: World, { api, app, cluster }: Pair): RelationRow | undefined {
  return world.get<RelationRow>(
    'SELECT * FROM relation WHERE api = $api AND app = $app AND cluster = $cluster AND died IS NULL',
    { api: api.n, app: app.n, cluster },
  )
}

export function takeStep({ world, author }: Deed, { kind, pair, to, tickets = [] }: Step): void {
  const before = relationOf(world, pair)
  const after = to === undefined ? before : to
  const seq = recordTransition(world, author, {
    kind,
    projectId: pair.api.project_id,
    apiId: pair.api.id,
    appId: pair.app.id,
    before: told(pair.cluster, before),
    after: told(pair.cluster, after),
  })
  if (to !== undefined) {
    if (before) world.run('UPDATE relation SET died = $seq WHERE n = $n', { seq, n: before.n })
    if (to !== null) insertRelation(world, { pair, to, params: before?.static_params ?? '[]', seq })
  }
  for (const ticket of tickets) stepTicket(world, ticket, seq)
}

/** What the log says of a relation. */
function told(cluster: string, relation: RelationTo | RelationRow | null | undefined) {
  if (!relation) return { cluster, state: null }
  return { cluster, state: relation.state, expiresAt: relation.expires_at, lapsed: Boolean(relation.lapsed) }
}

interface Insertion {
  pair: Pair
  to: RelationTo
  params: string
  seq: number
}

function insertRelation(world: World, { pair, to, params, seq }: Insertion): void {
  world.run(
    `INSERT INTO relation (api, app, cluster, state, expires_at, approved_at, lapsed, static_params, born)
      VALUES ($api, $app, $cluster, $state, $expires_at, $approved_at, $isOver, $params, $seq)`,
    {
      api: pair.api.n,
      app: pair.app.n,
      cluster: pair.cluster,
      state: to.state,
      expires_at: to.expires_at,
      approved_at: to.approved_at,
      isOver: to.lapsed === true ? 1 : 0,
      params,
      seq,
    },
  )
}

function stepTicket(world: World, { before, after }: TicketStep, seq: number): void {
  if (before) world.run('UPDATE ticket SET died = $seq WHERE n = $n', { seq, n: before.n })
  if (!after) return
  world.run(
    `INSERT INTO ticket (id, kind, type, status, api, app, cluster, applicant, approver, note, using_time, applied_at,
      decided_at, run_at, born) VALUES ($id, $kind, $type, $status, $api, $app, $cluster, $applicant, $approver, $note,
      $using_time, $applied_at, $decided_at, $run_at, $seq)`,
    { ...after, seq },
  )
}
