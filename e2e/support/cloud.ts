/** A failure that waits in the simulated cloud; docs/simulator.md lists the kinds. */
type Failure = {
  kind: string
  /** The vendor's operation id. */
  operation?: string
  /** How many requests meet it; `null`: all. */
  times?: number | null
  [more: string]: unknown
}

type Named = { id: string; name: string }
type State = {
  services: Named[]
  apis: (Named & { service: string })[]
  apps: (Named & { project: string })[]
  grants: { api: string; app: string; authId: string }[]
}
type Transition = { kind: string; apiId: string | null; appId: string | null }

const QUICK = { latencyMs: [0, 0], readLagMs: 0 }

/** The simulated cloud behind one house, by its control interface: what it holds, and what befalls it. */
export class Cloud {
  readonly #control: string

  constructor(control: string) {
    this.#control = control
  }

  /** The next requests that are aimed at fail. */
  async fails(failure: Failure): Promise<void> {
    await this.#ask('/faults', { body: failure })
  }

  /** Every answer takes this long. */
  async takes(ms: number): Promise<void> {
    await this.#ask('/switches', { body: { latencyMs: [ms, ms] } })
  }

  /** Nothing fails any more, and answers come at once. */
  async heals(): Promise<void> {
    await this.#ask('/faults', { method: 'DELETE' })
    await this.#ask('/switches', { body: QUICK })
  }

  /** Time goes by, for the desk as well. */
  async waits(ms: number): Promise<void> {
    await this.#ask('/clock', { body: { shiftMs: ms } })
  }

  /** What somebody does in the cloud without us. */
  async outside(act: Record<string, string>): Promise<void> {
    await this.#ask('/outside', { body: act })
  }

  state(): Promise<State> {
    return this.#ask<State>('/state')
  }

  /** The cloud's id of an app; the first of that name. */
  async appNamed(name: string): Promise<string> {
    const app = (await this.state()).apps.find((one) => one.name === name)
    if (app === undefined) throw new Error(`the cloud has no app ${name}`)
    return app.id
  }

  /** The names of the apps that may call an API, given by the cloud's id. */
  async callersOf(api: string): Promise<string[]> {
    const { grants, apps } = await this.state()
    const ids = grants.filter((grant) => grant.api === api).map(({ app }) => app)
    return apps.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  }

  /** How often the access of an app to an API began or ended. */
  async changesOf(api: string, app: string): Promise<string[]> {
    const id = await this.appNamed(app)
    const { transitions } = await this.#ask<{ transitions: Transition[] }>('/log')
    return transitions.filter((one) => one.apiId === api && one.appId === id).map(({ kind }) => kind)
  }

  async #ask<T>(path: string, { body, method }: { body?: unknown; method?: string } = {}): Promise<T> {
    const answer = await fetch(this.#control + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
}
