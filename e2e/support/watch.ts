import type { BrowserContext, Response } from '@playwright/test'
import { CanaryWatch } from './canary.ts'

/** Searches every answer that reaches this browser; `settled` waits until the last one is read. */
export function watching(context: BrowserContext): { watch: CanaryWatch; settled: () => Promise<unknown> } {
  const watch = new CanaryWatch()
  const readings: Promise<void>[] = []
  context.on('response', (response) => void readings.push(read(response, watch)))
  return { watch, settled: () => Promise.all(readings) }
}

async function read(response: Response, watch: CanaryWatch): Promise<void> {
  const where = `${response.request().method()} ${response.url()}`
  watch.look(`${where} (headers)`, JSON.stringify(await response.allHeaders().catch(() => ({}))))
  // The browser keeps no body of a redirect, nor of an answer that the page has left behind.
  const body = await response.body().catch(() => null)
  if (body !== null) watch.look(where, body)
}
