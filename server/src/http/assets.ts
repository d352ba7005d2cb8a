import { existsSync } from 'node:fs'
import { join } from 'node:path'
import compression from 'compression'
import express, { type RequestHandler, Router } from 'express'

const YEAR_SECONDS = 31_536_000

/** Serves the built web floor; every address that is not a file is a place inside the app. */
export function assets(folder: string): Router {
  const router = Router()
  router.use(compression() as RequestHandler)
  // Names under assets/ carry a hash of their content: they never change.
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: YEAR_SECONDS * 1000, index: false }),
  )
  router.use('/assets', (_req, res) => void res.status(404).type('text/plain').send('not found'))
  router.use(express.static(folder, { index: false, maxAge: 0, dotfiles: 'ignore' }))
  router.get('/{*place}', (_req, res, next) => {
    const page = join(folder, 'index.html')
    if (!existsSync(page)) return next()
    res.set('Cache-Control', 'no-cache').sendFile(page)
  })
  return router
}
