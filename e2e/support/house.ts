import { test as base, expect } from '@playwright/test'
import { CanaryWatch } from './canary.ts'
import { watching } from './watch.ts'
import { startProduct, type Product } from './product.ts'

/** A running house: the product's address, and the means to look at and steer the simulated cloud. */
export type House = Product & {
  /** Asks the simulator's control interface; the answer's JSON. */
  ask: (path: string, body?: unknown) => Promise<unknown>
}

type PerTest = { watched: CanaryWatch }
type PerWorker = { house: House }

/** One house for each worker; in every test each answer to the browser is searched for planted secrets. */
export const test = base.extend<PerTest, PerWorker>({
  house: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
    async ({}, provide) => {
      const product = await startProduct()
      await provide({ ...product, ask: (path, body) => ask(product.control + path, body) })
      const output = product.output()
      const code = await product.stop()
      const watch = new CanaryWatch()
      watch.look('what the product printed', output)
      expect(watch.leaks).toEqual([])
      expect(code, output).toBe(0)
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ house }, provide) => {
    await provide(house.url)
  },
  watched: [
    async ({ context }, provide) => {
      const { watch, settled } = watching(context)
      await provide(watch)
      await settled()
      expect(watch.leaks).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

async function ask(url: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(
    url,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  )
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`)
  return await answer.json()
}
