import { IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Code } from '@grantdesk/shared/kernel/problem'
import type { Request, Response } from 'express'
import { headers } from './guard.ts'
import { problemOf } from './problems.ts'

const CODES: Record<string, Code> = { HPE_HEADER_OVERFLOW: 'too-large' }

/** Answers what is no request at all as everything else is answered: by problem details, with all security headers. */
export function answerUnreadable(server: Server): void {
  const always = securityHeaders()
  server.on('clientError', (fault: NodeJS.ErrnoException, socket: Duplex) => {
    if (fault.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const problem = problemOf(CODES[fault.code ?? ''] ?? 'bad-input')
    const body = JSON.stringify(problem)
    const lines = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      ...always,
      'Connection: close',
      'Cache-Control: no-store',
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ]
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
  })
  // An expectation that nobody keeps is no reason to answer otherwise than by what was asked.
  server.on('checkExpectation', (req, res) => server.emit('request', req, res))
}

/** The lines that the front door writes on every answer. */
function securityHeaders(): string[] {
  const req = new IncomingMessage(new Socket())
  const res = new ServerResponse(req)
  for (const handler of headers) void handler(req as Request, res as Response, () => {})
  return Object.entries(res.getHeaders()).map(([name, value]) => `${name}: ${String(value)}`)
}
