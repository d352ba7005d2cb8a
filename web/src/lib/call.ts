import type { Endpoint, Reply, Request } from '@grantdesk/shared/kernel/endpoint'
import { isMutation } from '@grantdesk/shared/kernel/endpoint'
import { Problem } from '@grantdesk/shared/kernel/problem'

/** The desk refused: a problem of the closed list. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'Refused'
    this.problem = problem
  }
}

/** No answer came: offline, timed out, or the desk is not running. Whether it was done is not known. */
export class Unreached extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause })
    this.name = 'Unreached'
  }
}

/** An answer came that is not what the contract says. */
export class Garbled extends Error {
  constructor(id: string, cause?: unknown) {
    super(`unexpected answer to ${id}`, { cause })
    this.name = 'Garbled'
  }
}

export type CallOptions = {
  /** Pinned by a caller that may repeat the same act; else each call is an act of its own. */
  key?: string
  version?: number
  signal?: AbortSignal
}

type Parts = { params?: object; query?: object; body?: unknown }

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const partOf = (value: unknown): string => (isPlain(value) ? `${value}` : '')

/** The address of a call: path parameters encoded, absent query parameters left out, lists repeated. */
export const addressOf = (endpoint: Pick<Endpoint, 'path'>, { params = {}, query = {} }: Parts): string => {
  const given = new Map<string, unknown>(Object.entries(params))
  const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(partOf(given.get(name))))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const values: unknown[] = Array.isArray(value) ? value : [value]
    for (const each of values) if (isPlain(each)) search.append(name, `${each}`)
  }
  const asked = search.toString()
  return asked ? `${path}?${asked}` : path
}

const headersOf = (endpoint: Endpoint, parts: Parts, options: CallOptions): Record<string, string> => ({
  Accept: 'application/json, application/problem+json',
  ...(isMutation(endpoint) ? { 'X-Grantdesk': '1', 'Idempotency-Key': options.key ?? newKey() } : {}),
  ...(options.version === undefined ? {} : { 'If-Match': `"${options.version}"` }),
  ...(parts.body === undefined ? {} : { 'Content-Type': 'application/json' }),
})

/** A key for one act: repeating the act under it does nothing twice. */
export const newKey = (): string => crypto.randomUUID()

const send = async (endpoint: Endpoint, parts: Parts, options: CallOptions): Promise<Response> => {
  try {
    return await fetch(addressOf(endpoint, parts), {
      method: endpoint.method.toUpperCase(),
      headers: headersOf(endpoint, parts, options),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new Unreached(cause)
  }
}

const jsonOf = async (endpoint: Endpoint, response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch (cause) {
    throw new Garbled(endpoint.id, cause)
  }
}

/** Asks the desk, by the contract: typed in and out, and an answer that breaks the contract fails here. */
export const call = async <const E extends Endpoint>(
  endpoint: E,
  request: Request<E>,
  options: CallOptions = {},
): Promise<Reply<E>> => {
  const response = await send(endpoint, request as Parts, options)
  const json = await jsonOf(endpoint, response)
  if (!response.ok) {
    const problem = Problem.safeParse(json)
    throw problem.success ? new Refused(problem.data) : new Garbled(endpoint.id, problem.error)
  }
  const reply = endpoint.reply.safeParse(json)
  if (!reply.success) throw new Garbled(endpoint.id, reply.error)
  return reply.data as Reply<E>
}
