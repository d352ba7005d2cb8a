import { useSyncExternalStore } from 'react'

const TICK_MS = 1000
let now = Date.now()
let timer = 0
const hearers = new Set<() => void>()

const hear = (hearer: () => void) => {
  hearers.add(hearer)
  if (hearers.size === 1) {
    now = Date.now()
    timer = window.setInterval(() => {
      now = Date.now()
      for (const each of hearers) each()
    }, TICK_MS)
  }
  return () => {
    hearers.delete(hearer)
    if (hearers.size === 0) clearInterval(timer)
  }
}

/**
 * The time, moving on in steps of `step` milliseconds.
 *
 * One timer for the whole page; a piece renders again only when its own step passed.
 */
export const useNow = (step = 10_000): number => useSyncExternalStore(hear, () => Math.floor(now / step) * step)
