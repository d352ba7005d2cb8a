import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** One whole request as it came over the wire. */
export type RawRequest = { head: string; body: string; at: number; socket: Socket }

export type RawServer = { url: string; requests: RawRequest[]; close(): Promise<void> }

const lengthOf = (head: string): number => Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)

/** Cuts the first whole request off what a socket has sent. */
function cut(sent: string): { head: string; body: string; rest: string } | null {
  const end = sent.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = sent.slice(0, end)
  const from = end + 4
  const to = from + lengthOf(head)
  return sent.length < to ? null : { head, body: sent.slice(from, to), rest: sent.slice(to) }
}

/** A server that answers byte by byte as told: the ways in which HTTP goes wrong cannot be had from an HTTP library. */
export async function rawServer(answer: (request: RawRequest, nth: number) => void): Promise<RawServer> {
  const requests: RawRequest[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let sent = ''
    socket.on('data', (chunk) => {
      sent += chunk.toString('latin1')
      for (let next = cut(sent); next !== null; next = cut(sent)) {
        sent = next.rest
        const request = { head: next.head, body: next.body, at: performance.now(), socket }
        requests.push(request)
        answer(request, requests.length)
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => done())
      }),
  }
}

/** An answer as text, with the length that it has. */
export function rawAnswer(status: number, body: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers })
  return [`HTTP/1.1 ${status} Told`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n')
}
