/** What time it is. Injected everywhere, so that tests and the demo cloud can set it. */
export type Clock = { now(): Date }

/** The system's time moved by an offset that may change while running: the demo follows its simulated cloud. */
export function shiftedClock(): Clock & { shift(offsetMs: number): void } {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    shift: (offsetMs) => {
      offset = offsetMs
    },
  }
}
