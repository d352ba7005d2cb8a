import { randomUUID } from 'node:crypto'

type Operation = { operationId: string; parameters?: { name: string; in: string; required?: boolean }[] }
type Description = { paths: Record<string, Record<string, Operation>> }
type Known = Operation & { method: string; path: string }

export type Parts = {
  path?: Record<string, string>
  query?: Record<string, string | readonly string[]>
  body?: unknown
  version?: number
}

/** A client that knows nothing but what the desk's own description tells it. */
export class ApiClient {
  readonly #url: string
  readonly #known: readonly Known[]
  #cookie = ''

  private constructor(url: string, known: readonly Known[]) {
    this.#url = url
    this.#known = known
  }

  static async of(url: string): Promise<ApiClient> {
    const { paths } = (await (await fetch(`${url}/api/openapi.json`)).json()) as Description
    const known = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    )
    return new ApiClient(url, known)
  }

  /** Every operation as method and path. */
  calls(): string[] {
    return this.#known.map(({ method, path }) => `${method} ${path}`)
  }

  /** Calls an operation by its name; fails for an answer that is not the wished one. */
  async call<Reply>(operation: string, parts: Parts = {}): Promise<Reply> {
    const known = this.#known.find(({ operationId }) => operationId === operation)
    if (known === undefined) throw new Error(`${operation} is not described`)
    const answer = await fetch(this.#addressOf(known, parts), {
      method: known.method,
      headers: this.#headersOf(known, parts),
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    })
    const [cookie] = answer.headers.getSetCookie()
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? ''
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${operation} answers ${answer.status}: ${text}`)
    return JSON.parse(text) as Reply
  }

  #addressOf({ path }: Known, { path: given = {}, query = {} }: Parts): string {
    const address = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(given[name] ?? ''))
    const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]))
    return `${this.#url}${address}?${new URLSearchParams(pairs).toString()}`
  }

  /** The headers that the operation says it needs, and the session. */
  #headersOf({ parameters = [] }: Known, { body, version }: Parts): Record<string, string> {
    const values: Record<string, string> = {
      'X-Grantdesk': '1',
      'Idempotency-Key': randomUUID(),
      'If-Match': `"${version ?? 0}"`,
    }
    const needed = parameters.filter((one) => one.in === 'header' && one.required === true)
    return {
      ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...Object.fromEntries(needed.map(({ name }) => [name, values[name] ?? ''])),
    }
  }
}
