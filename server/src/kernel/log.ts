type Facts = Record<string, unknown>

/**
 * Where the house tells what happens to it: one line an event.
 *
 * `error` is something to fix now, `warn` something to look at, `info` a business event, `debug` for whoever is searching.
 */
export type Log = {
  error(facts: Facts, text: string): void
  warn(facts: Facts, text: string): void
  info(facts: Facts, text: string): void
  debug(facts: Facts, text: string): void
}

export const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
