import type { Response } from 'express'
import type { Answer } from './ask.ts'
import type { Effect, Fault } from './faults.ts'
import type { AuthResult } from './modelarts/grants.ts'

/** When the operation happens under this fault. */
export function effectOf(fault: Fault | null): Effect {
  if (fault === null) return 'applied'
  if (fault.kind === 'late') return { laterMs: fault.ms }
  return 'effect' in fault ? fault.effect : 'applied'
}

/** Apps that must not succeed under this fault. */
export function refusedBy(fault: Fault | null): Map<string, string> {
  return fault?.kind === 'app-failure' ? new Map([[fault.appId, `${fault.code}: ${fault.reason}`]]) : new Map()
}

/** Changes the list of results of a right answer. */
export function withSpoiltResults(fault: Fault | null, answer: Answer): Answer {
  const change = resultChange(fault)
  const body = answer.body
  if (change === null || typeof body !== 'object' || body === null) return answer
  const field = 'unauth_result' in body ? 'unauth_result' : 'auth_result'
  if (!(field in body)) return answer
  const results = (body as Record<string, AuthResult[]>)[field] ?? []
  return { ...answer, body: { ...body, [field]: results.flatMap(change) } }
}

function resultChange(fault: Fault | null): ((result: AuthResult) => AuthResult[]) | null {
  if (fault?.kind === 'empty-result') return () => []
  if (fault?.kind === 'missing-result') return (result) => (result.app_id === fault.appId ? [] : [result])
  if (fault?.kind === 'wrong-app') {
    return (result) => [result.app_id === fault.appId ? { ...result, app_id: fault.instead } : result]
  }
  return null
}

/** Whether the fault answers in its own way instead of the operation's. */
export function isSpoilt(fault: Fault): fault is SpoiltFault {
  return SPOILING.some((kind) => kind === fault.kind)
}

const SPOILING = ['hang', 'reset', 'lost', 'late', 'status', 'rubbish'] as const
type SpoiltFault = Extract<Fault, { kind: (typeof SPOILING)[number] }>

export function spoil(fault: SpoiltFault, res: Response, answer: Answer): void {
  switch (fault.kind) {
    case 'hang':
      return
    case 'reset':
    case 'lost':
      res.req.socket.resetAndDestroy()
      return
    case 'late':
      sendStatus(res, { status: 504, code: 'APIG.0201', message: 'Backend timeout.', shape: 'gateway' })
      return
    case 'status':
      sendStatus(res, fault)
      return
    case 'rubbish':
      sendRubbish(fault.body, res, answer)
  }
}

interface ErrorAnswer {
  status: number
  code?: string | undefined
  message?: string | undefined
  retryAfter?: string | undefined
  shape: 'modelarts' | 'gateway' | 'html' | 'empty'
}

/** Codes of statuses that a fault names no code for (the vendor's error lists). */
const USUAL_CODE: Record<string, Record<number, string>> = {
  modelarts: {
    400: 'ModelArts.0101',
    401: 'ModelArts.0202',
    403: 'ModelArts.0108',
    404: 'ModelArts.3935',
    409: 'ModelArts.3929',
    429: 'ModelArts.2799',
    500: 'ModelArts.0010',
    502: 'APIG.0201',
    503: 'ModelArts.4302',
    504: 'APIG.0201',
  },
  // What is no 400 comes from the gateway in front of DataArts.
  dataarts: {
    400: 'DLS.1000',
    401: 'APIG.0301',
    403: 'APIG.0302',
    404: 'APIG.0101',
    429: 'APIG.0308',
    500: 'DLS.1000',
    502: 'APIG.0201',
    503: 'APIG.0201',
    504: 'APIG.0201',
  },
}

function sendStatus(res: Response, fault: ErrorAnswer): void {
  const usual = USUAL_CODE[String(res.locals['service'])]
  const error_code = fault.code ?? usual?.[fault.status] ?? usual?.[500]
  const error_msg = fault.message ?? `Provoked failure with status ${fault.status}.`
  if (fault.retryAfter !== undefined) res.setHeader('Retry-After', fault.retryAfter)
  res.status(fault.status)
  switch (fault.shape) {
    case 'empty':
      res.end()
      return
    case 'html':
      res.type('html').send(`<html><body><h1>${fault.status}</h1></body></html>`)
      return
    case 'gateway':
      res.json({ error_msg, error_code, request_id: res.locals['requestId'] })
      return
    case 'modelarts':
      res.json({ error_code, error_msg })
  }
}

function sendRubbish(body: 'text' | 'schema' | 'truncated' | 'empty', res: Response, answer: Answer): void {
  switch (body) {
    case 'text':
      res.type('json').send('upstream connect error or disconnect/reset before headers')
      return
    case 'schema':
      res.json({ auths: 'many', services: null, apps: { app: [] }, auth_result: 42, unauth_result: 'ok', count: '∞' })
      return
    case 'empty':
      res.type('json').end()
      return
    case 'truncated': {
      const whole = Buffer.from(JSON.stringify(answer.body ?? {}))
      res.type('json').setHeader('Content-Length', whole.length)
      res.write(whole.subarray(0, Math.floor(whole.length / 2)), () => res.socket?.destroySoon())
    }
  }
}
