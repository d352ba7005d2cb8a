import type { IncomingHttpHeaders } from 'node:http'
import express, { type Express, type Request, type Response } from 'express'
import { CloudError, gatewayRefusal } from '../cloud-error.ts'
import { callerOf } from '../iam/callers.ts'
import { newHex } from '../ids.ts'
import { settle } from '../late.ts'
import { guarded } from '../listen.ts'
import { recordAnswer, recordArrival } from '../log.ts'
import type { World } from '../world.ts'
import { type Address, addressOf, appBy, iamAppOf, isGranted } from './find.ts'

/**
 * The gateways in front of the granted APIs: what they are called with decides, a model or a query is not run. All
 * addresses are reached at one port; the `Host` of the request tells which.
 */
export function dataPlaneApp(world: World): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.use(express.raw({ type: () => true, limit: '12mb' }))
  app.use((req, res) => serve(world, req, res))
  return guarded(app, (_error, res) => sendRefusal(res, gatewayRefusal.unreadable('unreadable request')))
}

function serve(world: World, req: Request, res: Response): void {
  settle(world)
  res.locals['requestId'] = newHex()
  res.setHeader('Date', new Date(world.clock.now()).toUTCString())
  const seq = recordArrival(world, arrivalOf(req, res))
  try {
    const address = pass(world, req)
    recordAnswer(world, seq, { status: 200 })
    res.json(address.service === 'dataarts' ? { code: 'DLM.0', message: 'success', data: [] } : { result: 'ok' })
  } catch (error) {
    const refused = error instanceof CloudError ? error : new CloudError(500, 'APIG.0201', String(error))
    recordAnswer(world, seq, { status: refused.status, errorCode: refused.code })
    sendRefusal(res, refused)
  }
}

/** Codes and texts of the gateway (APIG error codes; SDK reference of DataService, error codes of calling). */
const refusal = {
  noApp: () => new CloudError(401, 'APIG.0303', 'Incorrect app authentication information: app not found.'),
  noCredential: () => new CloudError(401, 'APIG.0303', 'Incorrect app authentication information: header is missing.'),
  ungranted: () => new CloudError(403, 'APIG.0304', 'The app is not authorized to access the API.'),
  exclusive: () => new CloudError(400, '', 'App does not have permission to access API'),
}

/** The address that was called, if its gateway lets the request through. */
function pass(world: World, req: Request): Address {
  const seen = world.positionAgo(world.switches.gatewayLagMs)
  const address = addressOf(world, { host: req.hostname, path: req.path, seen })
  if (!address || !takes(address, req.method)) throw gatewayRefusal.noOperation()
  if (address.authType === 'NONE') return address
  const app = address.authType === 'IAM' ? iamAppFor(world, address, req.headers) : appFor(world, address, req.headers)
  // A user of the account needs no grant for a model's API with IAM authentication.
  if (app === null || isGranted(world, address, { app, seen })) return address
  const isExclusive = address.service === 'dataarts' && world.switches.dataarts.ungranted === 'exclusive'
  throw isExclusive ? refusal.exclusive() : refusal.ungranted()
}

function takes({ method }: Address, asked: string): boolean {
  return method === 'ANY' || method === asked
}

/** The app that signed, or whose code comes along: `X-Apig-AppCode`, `Authorization` or, of DataArts, `x-Authorization`. */
function appFor(world: World, address: Address, headers: IncomingHttpHeaders): number {
  const code = headers['x-apig-appcode']
  const signed = /Access=([0-9A-Za-z]+)/.exec(String(headers['x-authorization'] ?? headers.authorization ?? ''))?.[1]
  if (signed === undefined && typeof code !== 'string') throw refusal.noCredential()
  const byCode = typeof code === 'string' && address.takesAppCode ? appBy(world, address, { code }) : undefined
  const app = signed === undefined ? byCode : appBy(world, address, { key: signed })
  if (app === undefined) throw refusal.noApp()
  return app
}

/** Any user whom IAM knows; DataArts asks for its IAM app besides. */
function iamAppFor(world: World, address: Address, headers: IncomingHttpHeaders): number | null {
  callerOf(world, headers)
  if (address.service === 'modelarts') return null
  const app = iamAppOf(world, address)
  if (app === undefined) throw refusal.ungranted()
  return app
}

function sendRefusal(res: Response, { status, code, message }: CloudError): void {
  if (res.headersSent) return
  const error_code = code === '' ? {} : { error_code: code }
  res.status(status).json({ error_msg: message, ...error_code, request_id: res.locals['requestId'] })
}

/** What the log keeps of the headers: credentials stay out. */
const LOGGED = new Set(['host', 'content-type', 'user-agent'])

function arrivalOf(req: Request, res: Response) {
  const [path = '', query = ''] = req.originalUrl.split('?', 2)
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    LOGGED.has(name) ? [[name, String(value)]] : [],
  )
  return {
    requestId: String(res.locals['requestId']),
    operation: 'CallApi',
    method: req.method,
    path,
    query,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: '',
  }
}
