import express, { type Express, type RequestHandler, Router } from 'express'
import type { Endpoint } from '@grantdesk/shared/kernel/endpoint'
import { BODY_MAX } from '@grantdesk/shared/kernel/limits'
import { assets } from './http/assets.ts'
import type { Door, FindActor } from './http/bind.ts'
import { headers, knownHost, noStore, oneSpelling, onlyJson, sameSite, signInLimit } from './http/guard.ts'
import { openapi } from './http/openapi.ts'
import { problems, unknownRoute } from './http/problems.ts'
import type { Log } from './kernel/log.ts'
import { Refusal } from './kernel/refusal.ts'

/** Ways in that guess at a secret: few tries a minute from one address. */
const GUESSED = ['/api/v1/session', '/api/v1/first-admin', '/api/v1/session/password']

type AppParts = {
  origin: URL
  /** Behind how many proxies the house stands: their word about the client's address is taken, nobody else's. */
  proxies: number
  version: string
  cookie: string
  webFolder: string
  endpoints: readonly Endpoint[]
  actorOf: FindActor
  signInsPerMinute: number
  log: Log
  /** Binds every operation of every room. */
  routes(door: Door): void
}

/** What every request passes, in this order. */
export function createApp(parts: AppParts): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('trust proxy', parts.proxies)
  app.set('case sensitive routing', true).set('strict routing', true)

  app.use(...headers)
  app.use(knownHost(parts.origin), oneSpelling)
  app.use('/api', noStore, sameSite)
  app.use(onGuesses(signInLimit({ perMinute: parts.signInsPerMinute })))
  app.use('/api', onlyJson, express.json({ limit: BODY_MAX, strict: true }))
  const unknown = unknownRoute(parts.endpoints)
  // A router would answer this one by itself.
  app.use('/api', (req, res, next) => (req.method === 'OPTIONS' ? unknown(req, res, next) : next()))
  app.use(description(parts))
  app.use(operations(parts))
  app.use('/api', unknown)
  app.use(assets(parts.webFolder))
  app.use((_req, _res, next) => next(new Refusal('no-such-route')))
  app.use(problems(parts.log))
  return app
}

/** The contract, for whoever writes a client. */
function description({ endpoints, version, cookie }: AppParts): Router {
  const document = openapi(endpoints, { version, cookie })
  return strictRouter().get('/api/openapi.json', (_req, res) => void res.json(document))
}

function operations(parts: AppParts): Router {
  const router = strictRouter()
  parts.routes({ router, actorOf: parts.actorOf })
  return router
}

const strictRouter = (): Router => Router({ caseSensitive: true, strict: true })

/** By a router, so that an address that reaches an operation reaches its limit, however it is spelt. */
const onGuesses = (limit: RequestHandler): Router =>
  strictRouter().all(GUESSED, (req, res, next) =>
    req.method === 'GET' || req.method === 'HEAD' ? next() : limit(req, res, next),
  )
