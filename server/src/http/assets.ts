import { existsSync } from 'node:fs'
import { join } from 'node:path'
import compression from 'compression'
import express, { type RequestHandler, Router } from 'express'
import { Refusal } from '../kernel/refusal.ts'

const YEAR_SECONDS = 31_536_000

/** A file is sent whole, and a folder is no page: a redirect to it would go out under headers of its own. */
const PLAIN = { index: false, redirect: false, acceptRanges: false } as const

/** Serves the built web floor; every address that is not a file is a place inside the app. */
export function assets(folder: string): Router {
  const router = Router()
  router.use(compression() as RequestHandler)
  // Names under assets/ carry a hash of their content: they never change.
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: YEAR_SECONDS * 1000, ...PLAIN }),
  )
  router.use('/assets', (_req, _res, next) => next(new Refusal('no-such-route')))
  router.use(express.static(folder, { maxAge: 0, dotfiles: 'ignore', ...PLAIN }))
  router.get('/{*place}', (_req, res, next) => {
    const page = join(folder, 'index.html')
    if (!existsSync(page)) return next()
    res.set('Cache-Control', 'no-cache').sendFile(page, { acceptRanges: false })
  })
  return router
}
