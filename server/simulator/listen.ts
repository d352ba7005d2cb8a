import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express, type Response } from 'express'

export interface Listening {
  url: string
  close: () => Promise<void>
}

/** Listens on 127.0.0.1 only; port 0 takes a free one. Closing cuts what is still open. */
export async function listen(listener: RequestListener, port: number): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: 30_000 }, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** An app whose every error, an unreadable request included, ends in one place. */
export function guarded(inner: Express, onError: (error: unknown, res: Response) => void): Express {
  const outer = express()
  outer.disable('x-powered-by')
  outer.use((req, res, next) =>
    inner(req, res, (error?: unknown) => {
      if (error === undefined) next()
      else onError(error, res)
    }),
  )
  return outer
}
