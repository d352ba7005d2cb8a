import { type IncomingHttpHeaders, request } from 'node:http'
import { randomUUID } from 'node:crypto'
import { type Endpoint, isMutation, type Reply, type Request } from '@grantdesk/shared/kernel/endpoint'
import type { Code, Problem } from '@grantdesk/shared/kernel/problem'
import type { Answered, Watch } from './watch.ts'

/** Where a house listens and by which name it is reached. */
export type Address = { port: number; host: string; watch: Watch }

export type RawOptions = {
  headers?: Record<string, string | string[] | undefined>
  /** As it goes over the wire. */
  body?: string | Buffer
}

export type CallOptions = {
  /** `null` leaves the header out; absent: a fresh one. */
  key?: string | null
  version?: number | string
  headers?: Record<string, string>
}

export type Heard = Answered & { json: unknown }

/** What was heard of one operation. */
export type Answer<E extends Endpoint> = Heard & {
  /** The reply, parsed by the contract; fails with what was said instead. */
  ok(): Reply<E>
  /** The refusal; fails when there was none. */
  problem(): Problem
  /** The reply or the code of the refusal, for a table. */
  code: Code | 'ok'
}

/** Somebody in front of a browser: keeps his cookie, and sends what our own script sends. */
export class HttpClient {
  readonly #at: Address
  cookie: string | null = null

  constructor(at: Address) {
    this.#at = at
  }

  /** One request exactly as given; only the cookie and the host are added. */
  async raw(method: string, path: string, { headers = {}, body }: RawOptions = {}): Promise<Heard> {
    const { port, host, watch } = this.#at
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const given = { host, ...(this.cookie === null ? {} : { cookie: this.cookie }), ...length, ...defined(headers) }
    const heard = await new Promise<Answered>((resolve, reject) => {
      const asked = request({ port, host: '127.0.0.1', method, path, headers: given }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
        })
      })
      asked.on('error', reject)
      asked.end(body)
    })
    watch.answer(`${method} ${path}`, heard)
    this.#keep(heard.headers)
    return { ...heard, json: jsonOf(heard.text) }
  }

  /** An operation of the contract, with all that its kind of request carries. */
  async call<E extends Endpoint>(e: E, asked: Request<E>, options: CallOptions = {}): Promise<Answer<E>> {
    const { body } = asked as { body?: unknown }
    const headers = { ...headersOf(e, options), ...(body === undefined ? {} : JSON_TYPE), ...options.headers }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const heard = await this.raw(e.method.toUpperCase(), pathOf(e, asked), { headers, ...sent })
    const isOk = heard.status === e.status
    const told = `${e.id} answered ${heard.status}: ${heard.text.slice(0, 2_000)}`
    return {
      ...heard,
      code: isOk ? 'ok' : (heard.json as Problem).code,
      ok: () => (isOk ? (e.reply.parse(heard.json) as Reply<E>) : fail(told)),
      problem: () => (isOk ? fail(told) : (heard.json as Problem)),
    }
  }

  #keep(headers: IncomingHttpHeaders): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';')
      this.cookie = /max-age=0/i.test(line) ? null : pair
    }
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }

function headersOf(e: Endpoint, { key, version }: CallOptions): Record<string, string> {
  if (!isMutation(e)) return {}
  return {
    'x-grantdesk': '1',
    ...(key === null ? {} : { 'idempotency-key': key ?? randomUUID() }),
    ...(version === undefined ? {} : { 'if-match': typeof version === 'number' ? `"${version}"` : version }),
  }
}

/** The address of an operation with its parameters. */
export function pathOf(e: Endpoint, asked: object): string {
  const { params = {}, query = {} } = asked as { params?: Record<string, string>; query?: Record<string, unknown> }
  const path = e.path.replaceAll(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat() as (string | undefined)[]) if (one !== undefined) search.append(name, `${one}`)
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

function fail(text: string): never {
  throw new Error(text)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const defined = (headers: NonNullable<RawOptions['headers']>) =>
  Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined))
