import { setTimeout as pause } from 'node:timers/promises'
import express, { type Express, type Request, type Response } from 'express'
import type { Answer, Ask, Query } from './ask.ts'
import { CloudError, gatewayRefusal } from './cloud-error.ts'
import { type Fault, type Target, takeFault } from './faults.ts'
import { type Caller, callerOf, type ProjectClaim } from './iam/callers.ts'
import { newHex } from './ids.ts'
import { postpone, settle } from './late.ts'
import { guarded } from './listen.ts'
import { type Arrival, recordAnswer, recordArrival } from './log.ts'
import type { Operation } from './operation.ts'
import { effectOf, isSpoilt, refusedBy, spoil, withSpoiltResults } from './spoil.ts'
import type { World } from './world.ts'

/** One service of the cloud behind its own endpoint. */
export interface Service {
  name: 'modelarts' | 'dataarts'
  operations: readonly Operation[]
  /** Refuses a caller of another project. */
  admit: (world: World, caller: Caller, claim: ProjectClaim) => void
  noJson: () => CloudError
  failure: (why: string) => CloudError
}

/** A service over HTTP: every request is logged, may meet a fault, and is answered after its effect is committed. */
export function serviceApp(world: World, service: Service): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing')
  app.use((_req, res, next) => {
    res.locals['requestId'] = newHex()
    res.locals['service'] = service.name
    // The server compares its clock with the cloud's Date.
    res.setHeader('Date', new Date(world.clock.now()).toUTCString())
    if (world.switches.requestIds === 'everywhere') showRequestId(res)
    next()
  })
  app.use(express.raw({ type: () => true, limit: '12mb' }))
  for (const operation of service.operations) {
    app[operation.method](operation.path, (req, res) => serve({ world, service, operation, req, res }))
  }
  app.use((req, res) => serve({ world, service, operation: null, req, res }))
  return guarded(app, sendUnreadable)
}

/** One request at the gate. `operation` is null for a URL that the cloud does not know. */
interface Visit {
  world: World
  service: Service
  operation: Operation | null
  req: Request
  res: Response
}

async function serve(visit: Visit): Promise<void> {
  const { world, operation, res } = visit
  const seq = recordArrival(world, arrivalOf(visit))
  if (operation?.declaresRequestId) showRequestId(res)
  const fault = takeFault(world, targetOf(visit))
  await pauseFor(latencyOf(world) + (fault?.kind === 'delay' ? fault.ms : 0))
  settle(world)
  const answer = perform(visit, seq, fault)
  if (fault !== null && isSpoilt(fault)) spoil(fault, res, answer)
  else send(res, answer)
}

/** Effect and log entry are committed together, before anything is answered. */
function perform(visit: Visit, seq: number, fault: Fault | null): Answer {
  const { world } = visit
  const known: { caller?: Caller } = {}
  const ending = { fault: fault?.kind }
  try {
    return world.unit(() => {
      // The gateway looks for the API first, then for the caller.
      if (visit.operation === null) throw gatewayRefusal.noOperation()
      known.caller = callerOf(world, visit.req.headers)
      const answer = outcome(visit, visit.operation, { seq, fault, caller: known.caller })
      const status = loggedStatus(fault, answer)
      recordAnswer(world, seq, { ...ending, caller: known.caller.name, status })
      return answer
    })
  } catch (error) {
    const refused = error instanceof CloudError ? error : visit.service.failure(String(error))
    const answer = refusalAnswer(refused, visit.res)
    const status = loggedStatus(fault, answer)
    recordAnswer(world, seq, { ...ending, caller: known.caller?.name, status, errorCode: refused.code })
    return answer
  }
}

function outcome(
  { world, service, req }: Visit,
  operation: Operation,
  { seq, fault, caller }: { seq: number; fault: Fault | null; caller: Caller },
): Answer {
  const params = req.params as Record<string, string>
  service.admit(world, caller, { project: params['project_id'] ?? '', named: req.headers['x-project-id'] })
  const effect = effectOf(fault)
  if (effect === 'none') return { status: 200, body: {} }
  const input = { caller, params, query: req.query as Query, headers: readHeaders(req), body: bodyOf(req, service) }
  if (effect !== 'applied') {
    postpone(world, { requestSeq: seq, operation: operation.name, input, inMs: effect.laterMs })
    return { status: 200, body: {} }
  }
  const ask: Ask = {
    world,
    ...input,
    author: { requestSeq: seq, caller: caller.name, at: world.clock.now() },
    seen: operation.writes ? world.writePosition() : world.readPosition(),
    refused: refusedBy(fault),
  }
  return withSpoiltResults(fault, operation.run(ask))
}

function loggedStatus(fault: Fault | null, answer: Answer): number | undefined {
  if (fault === null || !isSpoilt(fault)) return answer.status
  if (fault.kind === 'status') return fault.status
  if (fault.kind === 'late') return 504
  return fault.kind === 'rubbish' ? 200 : undefined
}

function bodyOf(req: Request, { noJson }: Service): unknown {
  const text = rawBody(req)
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    throw noJson()
  }
}

/** The headers that some operation reads; the others are the gateway's business. */
const READ_HEADERS = ['workspace', 'dlm-type', 'x-return-publish-messages']

function readHeaders(req: Request): Record<string, string> {
  return Object.fromEntries(
    READ_HEADERS.flatMap((name) => {
      const value = req.headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

function rawBody(req: Request): string {
  return Buffer.isBuffer(req.body) ? req.body.toString('utf8') : ''
}

/** Secrets of the caller stay out of the log. */
const UNLOGGED = new Set(['x-auth-token', 'x-security-token', 'cookie'])

function arrivalOf({ operation, req, res }: Visit): Arrival {
  const [path = '', query = ''] = req.originalUrl.split('?', 2)
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    UNLOGGED.has(name) ? [] : [[name, String(value).replace(/Signature=.*/, 'Signature=…')]],
  )
  return {
    requestId: res.locals['requestId'],
    operation: operation?.name ?? null,
    method: req.method,
    path,
    query,
    headers: Object.fromEntries(headers),
    body: rawBody(req),
  }
}

function targetOf({ operation, req }: Visit): Target {
  return {
    operation: operation?.name ?? null,
    method: req.method,
    path: req.path,
    accessKey: /Access=([A-Za-z0-9]+)/.exec(req.headers.authorization ?? '')?.[1] ?? null,
    body: rawBody(req),
  }
}

function latencyOf(world: World): number {
  const [least, most] = world.switches.latencyMs
  return least + Math.random() * Math.max(0, most - least)
}

async function pauseFor(ms: number): Promise<void> {
  if (ms > 0) await pause(ms)
}

function showRequestId(res: Response): void {
  res.setHeader('X-Request-Id', res.locals['requestId'])
}

function send(res: Response, { status, body }: Answer): void {
  res.status(status)
  if (body === undefined) res.end()
  else res.json(body)
}

/** The services and the gateway in front of them have their own shapes of an error body. */
function refusalAnswer(error: CloudError, res: Response): Answer {
  const body = { error_code: error.code, error_msg: error.message }
  const shaped = error.origin === 'gateway' ? { ...body, request_id: res.locals['requestId'] } : body
  return { status: error.status, body: shaped }
}

function sendUnreadable(error: unknown, res: Response): void {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  const refused = status === 413 ? gatewayRefusal.tooLarge() : gatewayRefusal.unreadable('unreadable request')
  if (!res.headersSent) send(res, refusalAnswer(refused, res))
}
