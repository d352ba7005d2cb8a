import { type AccessQuery, type ApiAddress, type Cloud, CloudFault, type SeenAccess } from '../upstream/port.ts'

export type From = {
  cloud: Pick<Cloud, 'accessPage'>
  connection: string
  identities: readonly string[]
  api: ApiAddress
  readAt: Date
}

/** Rows asked for at once of each identity. */
const AT_ONCE = 200

/** The list of one identity, read page by page as it is needed. */
type Source = {
  identity: string
  rows: SeenAccess[]
  page: number
  more: boolean
  total: number | null
  /** The cloud does not let this identity in. */
  isShut: boolean
}

/**
 * The lists of several identities as one, each app once, in the cloud's own order.
 *
 * Every list is in that order already, so the next row is at the head of one of them: only as much is read as is shown.
 */
export class MergedAccess {
  readonly #from: From
  readonly #query: AccessQuery
  readonly #sources: Source[]
  readonly #taken = new Set<string>()
  readonly #rows: SeenAccess[] = []
  #turn: Promise<unknown> = Promise.resolve()

  constructor(from: From, query: AccessQuery) {
    this.#from = from
    this.#query = query
    this.#sources = from.identities.map((identity) => ({
      identity,
      rows: [],
      page: 0,
      more: true,
      total: null,
      isShut: false,
    }))
  }

  /** At most how many rows there are, told by the first pages; `null` when a list does not tell. */
  async bound(): Promise<number | null> {
    await this.#alone(() => this.#fill())
    return this.#sources.reduce<number | null>(
      (sum, { total }) => (sum === null || total === null ? null : sum + total),
      0,
    )
  }

  /** The first `length` rows, or all there are; `more` tells whether others follow. */
  async upTo(length: number): Promise<{ rows: readonly SeenAccess[]; more: boolean }> {
    await this.#alone(async () => {
      while (this.#rows.length <= length && (await this.#next()));
    })
    return { rows: this.#rows.slice(0, length), more: this.#rows.length > length }
  }

  /** One step after the other, whoever asks. */
  #alone<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(step)
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** Takes the first of the heads that was not taken yet; false when all lists are at their end. */
  async #next(): Promise<boolean> {
    await this.#fill()
    const heads = this.#sources.filter(({ rows }) => rows.length > 0)
    const [first] = heads.toSorted((a, b) => this.#compare(a.rows[0], b.rows[0]))
    const row = first?.rows.shift()
    if (!row) return false
    if (!this.#taken.has(row.app.appId)) this.#rows.push(row)
    this.#taken.add(row.app.appId)
    return true
  }

  async #fill(): Promise<void> {
    await Promise.all(
      this.#sources.filter(({ rows, more }) => rows.length === 0 && more).map((source) => this.#read(source)),
    )
  }

  async #read(source: Source): Promise<void> {
    const { cloud, connection, api } = this.#from
    const door = { connection, identity: source.identity }
    try {
      const answer = await cloud.accessPage(door, api, { ...this.#query, page: source.page, limit: AT_ONCE })
      source.rows.push(...answer.rows)
      source.total = answer.total
      source.more = answer.more && answer.rows.length > 0
      source.page += 1
    } catch (fault) {
      if (!isShutOut(fault)) throw fault
      Object.assign(source, { more: false, total: 0, isShut: true })
      // One that is not let in is no reason to tell nothing as long as another one is.
      if (this.#sources.every(({ isShut }) => isShut)) throw fault
    }
  }

  #compare(a: SeenAccess | undefined, b: SeenAccess | undefined): number {
    if (!a || !b) return 0
    const key = KEYS[this.#query.sort]
    const way = this.#query.order === 'asc' ? 1 : -1
    return way * compare(key(a), key(b)) || compare(a.app.appId, b.app.appId)
  }
}

const isShutOut = (fault: unknown): boolean =>
  fault instanceof CloudFault && (fault.kind === 'forbidden' || fault.kind === 'unauthenticated')

const KEYS = {
  name: ({ app }: SeenAccess) => app.name.toLowerCase(),
  created: ({ app }: SeenAccess) => app.createdAt ?? '',
  updated: ({ app }: SeenAccess) => app.updatedAt ?? '',
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
