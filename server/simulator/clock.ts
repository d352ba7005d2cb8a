/** Whatever tells the time: the machine, or a test. */
export interface TimeSource {
  now(): Date | number
}

interface Reading {
  /** Added to the time source to give the simulated time. */
  offsetMs: number
  /** How far the clock was put back in sum; added to the simulated time it gives a time that never runs backwards. */
  backMs: number
}

/** Keeps the two numbers of the clock over a restart. */
export interface ClockStore {
  read(): Reading | null
  write(reading: Reading): void
}

/** The simulated time: it can be set or shifted, and runs on from there. */
export class SimulatedClock {
  readonly #source: TimeSource
  readonly #store: ClockStore
  readonly #listeners: ((offsetMs: number) => void)[] = []
  #reading: Reading

  constructor(source: TimeSource, store: ClockStore) {
    this.#source = source
    this.#store = store
    this.#reading = store.read() ?? { offsetMs: 0, backMs: 0 }
  }

  get offsetMs(): number {
    return this.#reading.offsetMs
  }

  now(): number {
    return Number(this.#source.now()) + this.#reading.offsetMs
  }

  /** Time that never runs backwards: lagging reads and late effects are measured by it. */
  steady(): number {
    return this.now() + this.#reading.backMs
  }

  set(instant: number): void {
    this.shift(instant - this.now())
  }

  shift(ms: number): void {
    const { offsetMs, backMs } = this.#reading
    this.#keep({ offsetMs: offsetMs + ms, backMs: backMs + Math.max(0, -ms) })
  }

  reset(): void {
    this.shift(-this.#reading.offsetMs)
  }

  onChange(listener: (offsetMs: number) => void): void {
    this.#listeners.push(listener)
  }

  #keep(reading: Reading): void {
    this.#reading = reading
    this.#store.write(reading)
    for (const listener of this.#listeners) listener(reading.offsetMs)
  }
}
