import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type ClockStore, SimulatedClock, type TimeSource } from './clock.ts'
import { SCHEMA } from './schema.ts'
import { DEFAULT_SWITCHES, type SwitchChange, type Switches, turned } from './switches.ts'

export type Args = Record<string, SQLInputValue>

/** Later than every transition: the position of a reader who sees the present. */
const PRESENT = Number.MAX_SAFE_INTEGER

/** The state of the simulated cloud, in memory or in a file that outlives a kill. */
export class World {
  readonly clock: SimulatedClock
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #switches: Switches

  constructor(folder: string | null, source: TimeSource) {
    this.#db = new DatabaseSync(folder === null ? ':memory:' : join(folder, 'cloud.sqlite'))
    // One process owns the file; a successor of a killed one waits until the kernel has freed it.
    this.#db.exec('PRAGMA busy_timeout = 2500; PRAGMA locking_mode = EXCLUSIVE')
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536')
    this.#db.exec(SCHEMA)
    this.clock = new SimulatedClock(source, this.#clockStore())
    this.#switches = this.#readSwitches()
  }

  /** Runs the work in one transaction: all of it is kept, or nothing. */
  unit<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }

  all<Row>(sql: string, args: Args = {}): Row[] {
    return this.#statement(sql).all(args) as Row[]
  }

  get<Row>(sql: string, args: Args = {}): Row | undefined {
    return this.#statement(sql).get(args) as Row | undefined
  }

  /** Changes rows and answers the number of the row that was inserted last. */
  run(sql: string, args: Args = {}): number {
    return Number(this.#statement(sql).run(args).lastInsertRowid)
  }

  exec(sql: string): void {
    this.#db.exec(sql)
  }

  setting(name: string): string | null {
    return this.get<{ value: string }>('SELECT value FROM setting WHERE name = $name', { name })?.value ?? null
  }

  keep(name: string, value: string): void {
    this.run('INSERT INTO setting VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = $value', {
      name,
      value,
    })
  }

  get switches(): Switches {
    return this.#switches
  }

  turn(change: SwitchChange): Switches {
    this.#switches = turned(this.#switches, change)
    this.keep('switches', JSON.stringify(this.#switches))
    return this.#switches
  }

  /** The position in the log of transitions that reads answer from: the present, or some time ago when reads lag. */
  readPosition(): number {
    return this.positionAgo(this.#switches.readLagMs)
  }

  /** The position in the log of transitions at which the world stood so long ago. */
  positionAgo(ms: number): number {
    if (ms === 0) return PRESENT
    const until = this.clock.steady() - ms
    return (
      this.get<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM transition WHERE steady <= $until', { until })
        ?.seq ?? 0
    )
  }

  writePosition(): number {
    return PRESENT
  }

  close(): void {
    this.#statements.clear()
    this.#db.close()
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#db.prepare(sql)
    statement.setAllowUnknownNamedParameters(true)
    this.#statements.set(sql, statement)
    return statement
  }

  #clockStore(): ClockStore {
    return {
      read: () => {
        const kept = this.setting('clock')
        return kept === null ? null : JSON.parse(kept)
      },
      write: (reading) => this.keep('clock', JSON.stringify(reading)),
    }
  }

  #readSwitches(): Switches {
    const kept = this.setting('switches')
    return kept === null ? DEFAULT_SWITCHES : turned(DEFAULT_SWITCHES, JSON.parse(kept))
  }
}

/** SQL that holds when the row belongs to the world as the reader sees it, at position `$seen`. */
export function live(table: string): string {
  return `(${table}.born <= $seen AND (${table}.died IS NULL OR ${table}.died > $seen))`
}
