const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Aborts at the first signal that asks the process to end; its reason is the signal's name.
 *
 * Later ones change nothing: npm passes on the Ctrl-C that the terminal has sent to the whole group already, and the
 * closing has its own deadline.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of SIGNALS) process.on(signal, () => stop.abort(signal))
  return stop.signal
}

/** Resolves once the signal has aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
