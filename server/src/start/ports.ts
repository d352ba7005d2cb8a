import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** The address cannot be listened on, most often because another program does. */
export class PortTaken extends Error {
  constructor(port: number, code: string) {
    const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${code})`
    super(`Port ${port} ${why}. Choose another one by PORT.`)
    this.name = 'PortTaken'
  }
}

type Place = { port: number; host: string }

/** Listens, or says in plain words why not. */
export async function listenOn(server: Pick<Server, 'listen' | 'once'>, { port, host }: Place): Promise<void> {
  const listening = once(server as Server, 'listening')
  server.listen(port, host)
  await listening.catch((fault: NodeJS.ErrnoException) => {
    throw new PortTaken(port, fault.code ?? fault.message)
  })
}

/** The port itself when nobody listens on it at this moment; a free one instead of 0. */
export async function freePort({ port, host }: Place): Promise<number> {
  const server = createServer()
  await listenOn(server, { port, host })
  const found = (server.address() as AddressInfo).port
  server.close()
  await once(server, 'close')
  return found
}
