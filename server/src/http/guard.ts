import type { RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { Refusal } from '../kernel/refusal.ts'

/** The header that only our own script sends: another site's form or image cannot. */
export const OWN_HEADER = 'X-Grantdesk'

/** The security headers of every answer, errors and files included. */
export const headers: RequestHandler[] = [
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'require-trusted-types-for': ["'script'"],
      },
    },
    crossOriginEmbedderPolicy: true,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  }),
  (_req, res, next) => {
    res.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
    next()
  },
]

/** Nothing of the API is ever kept by a browser or a proxy. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

/** Only the names under which this house is reached: another name that resolves here is somebody else's page. */
export function knownHost(origin: URL): RequestHandler {
  const port = origin.port === '' ? '' : `:${origin.port}`
  const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}${port}`)
  const hosts = new Set([origin.host, ...(isLocal(origin) ? local : [])])
  return (req, _res, next) => {
    // Of two names a proxy may have looked at the other one.
    const [host, another] = req.headersDistinct['host'] ?? []
    const isOurs = host !== undefined && another === undefined && hosts.has(host.toLowerCase())
    next(isOurs ? undefined : new Refusal('cross-site', { reason: 'host' }))
  }
}

/**
 * An address has one spelling: a path from the root. What express reads beyond that (a whole URL, a fragment, turned
 * slashes) would reach an operation by a name that a rule beside it does not know.
 */
export const oneSpelling: RequestHandler = (req, _res, next) =>
  next(/^\/[^#\\\s]*$/.test(req.url) ? undefined : new Refusal('bad-input', { issues: [SPELLING] }))

const SPELLING = { path: 'url', rule: 'format', message: 'a path from the root, without a fragment' }

const isLocal = (origin: URL): boolean => origin.hostname === 'localhost' || origin.hostname === '127.0.0.1'

/** Refuses every change that another site made a browser send. */
export const sameSite: RequestHandler = (req, _res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') return next()
  const origin = req.get('Origin')
  const site = req.get('Sec-Fetch-Site')
  const foreign =
    req.get(OWN_HEADER) === undefined ||
    (site !== undefined && site !== 'same-origin') ||
    (origin !== undefined && hostOf(origin) !== req.headers.host?.toLowerCase())
  next(foreign ? new Refusal('cross-site') : undefined)
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)

/** Only JSON comes in; a body of another type is refused before it is read. */
export const onlyJson: RequestHandler = (req, _res, next) => {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0
  next(hasBody && !req.is('application/json') ? new Refusal('not-json') : undefined)
}

type Limit = { perMinute: number }

const limiter = ({ perMinute }: Limit): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new Refusal('too-many', { retryAfter: 60 })),
  })

/** Guessing a password or a one-time code is slow: few tries a minute from one address. */
export const signInLimit = (limit: Limit): RequestHandler => limiter(limit)
