import { inspect } from 'node:util'

const SHOWN = '[secret]'

/** A secret on its way to the one who asked for it. Whatever prints, logs or serialises it shows `[secret]`. */
export class Revealed<T> {
  readonly #secret: T

  constructor(secret: T) {
    this.#secret = secret
  }

  /** The secret itself, for the one answer that it belongs to. */
  reveal(): T {
    return this.#secret
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}
