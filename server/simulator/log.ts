import type { World } from './world.ts'

export type TransitionKind =
  | 'grant'
  | 'revoke'
  | 'register-api'
  | 'delete-api'
  | 'create-app'
  | 'delete-app'
  | 'delete-service'
  // Of DataArts, beside grant, revoke, create-app and delete-app:
  | 'extend'
  | 'apply'
  | 'renew'
  | 'withdraw'
  | 'approve'
  | 'reject'
  | 'notice'
  | 'schedule'
  | 'expire'

/** A request as it arrived, and how it was answered. An answer that never left has no status. */
export interface LoggedRequest {
  seq: number
  at: number
  requestId: string
  operation: string | null
  method: string
  path: string
  query: string
  headers: Record<string, string>
  body: string
  caller: string | null
  status: number | null
  errorCode: string | null
  fault: string | null
  answeredAt: number | null
}

/** One change of the cloud's state. `requestSeq` is null when the outside world made it. */
export interface Transition {
  seq: number
  at: number
  requestSeq: number | null
  caller: string
  kind: TransitionKind
  projectId: string
  serviceId: string | null
  apiId: string | null
  appId: string | null
  before: unknown
  after: unknown
}

export interface Arrival {
  requestId: string
  operation: string | null
  method: string
  path: string
  query: string
  headers: Record<string, string>
  body: string
}

/** Who changes the world: the request and the user behind it, or the outside world. */
export interface Author {
  requestSeq: number | null
  caller: string
  /** The instant of the change; a late effect happens when it was due, not when it is noticed. */
  at: number
}

export interface Change {
  kind: TransitionKind
  projectId: string
  serviceId?: string
  apiId?: string
  appId?: string
  before?: unknown
  after?: unknown
}

/** Reads are kept up to this many; writes and transitions are evidence and are kept for ever. */
const READS_KEPT = 50_000
const PRUNED_EVERY = 5_000

export function recordArrival(world: World, arrival: Arrival): number {
  const seq = world.run(
    `INSERT INTO request (at, request_id, operation, method, path, query, headers, body)
      VALUES ($at, $requestId, $operation, $method, $path, $query, $headers, $body)`,
    { ...arrival, headers: JSON.stringify(arrival.headers), at: world.clock.now() },
  )
  if (seq % PRUNED_EVERY === 0) {
    world.run("DELETE FROM request WHERE method = 'GET' AND seq <= $seq", { seq: seq - READS_KEPT })
  }
  return seq
}

export interface Ending {
  caller?: string | undefined
  status?: number | undefined
  errorCode?: string | undefined
  fault?: string | undefined
}

export function recordAnswer(world: World, seq: number, ending: Ending): void {
  world.run(
    `UPDATE request SET caller = $caller, status = $status, error_code = $errorCode, fault = $fault,
      answered_at = $at WHERE seq = $seq`,
    {
      seq,
      caller: ending.caller ?? null,
      status: ending.status ?? null,
      errorCode: ending.errorCode ?? null,
      fault: ending.fault ?? null,
      at: ending.status === undefined ? null : world.clock.now(),
    },
  )
}

/** Appends one change of state and answers its position. */
export function recordTransition(world: World, author: Author, change: Change): number {
  const backMs = world.clock.steady() - world.clock.now()
  return world.run(
    `INSERT INTO transition (at, steady, request_seq, caller, kind, project_id, service_id, api_id, app_id, before, after)
      VALUES ($at, $steady, $requestSeq, $caller, $kind, $projectId, $serviceId, $apiId, $appId, $before, $after)`,
    {
      at: author.at,
      steady: author.at + backMs,
      requestSeq: author.requestSeq,
      caller: author.caller,
      kind: change.kind,
      projectId: change.projectId,
      serviceId: change.serviceId ?? null,
      apiId: change.apiId ?? null,
      appId: change.appId ?? null,
      before: JSON.stringify(change.before ?? null),
      after: JSON.stringify(change.after ?? null),
    },
  )
}

export interface Log {
  requests: LoggedRequest[]
  transitions: Transition[]
}

/** Where a reader of the log stands: positions of the last request and transition already seen. */
export interface Since {
  request?: number
  transition?: number
}

export function readLog(world: World, since: Since = {}): Log {
  return {
    requests: world
      .all<Omit<LoggedRequest, 'headers'> & { headers: string }>(
        `SELECT seq, at, request_id AS requestId, operation, method, path, query, headers, body, caller, status,
          error_code AS errorCode, fault, answered_at AS answeredAt FROM request WHERE seq > $since ORDER BY seq`,
        { since: since.request ?? 0 },
      )
      .map((row) => ({ ...row, headers: JSON.parse(row.headers) })),
    transitions: world
      .all<Omit<Transition, 'before' | 'after'> & { before: string; after: string }>(
        `SELECT seq, at, request_seq AS requestSeq, caller, kind, project_id AS projectId, service_id AS serviceId,
          api_id AS apiId, app_id AS appId, before, after FROM transition WHERE seq > $since ORDER BY seq`,
        { since: since.transition ?? 0 },
      )
      .map((row) => ({ ...row, before: JSON.parse(row.before), after: JSON.parse(row.after) })),
  }
}
