import { test as base, expect, type BrowserContext, type Page } from '@playwright/test'
import { signInAs } from './actors.ts'
import { CanaryWatch } from './canary.ts'
import { Cloud } from './cloud.ts'
import { Guide } from './places.ts'
import { type Complaints, listening } from './quiet.ts'
import { startProduct, type Product } from './product.ts'
import { watching } from './watch.ts'

type PerTest = {
  watched: CanaryWatch
  /** What the pages of this test complained of; it must stay silent. */
  heard: Complaints
  /** The simulated cloud; whatever befell it is over when the test is. */
  cloud: Cloud
  /** Another person with a browser of their own. */
  visit: (persona: string, path: string) => Promise<Page>
}
type PerWorker = { house: Product; guide: Guide }

/**
 * One house for each worker.
 *
 * In every test each answer to the browser is searched for planted secrets, and the page may complain of nothing.
 */
export const test = base.extend<PerTest, PerWorker>({
  house: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
    async ({}, provide) => {
      const product = await startProduct()
      await provide(product)
      const output = product.output()
      const code = await product.stop()
      const watch = new CanaryWatch()
      watch.look('what the product printed', output)
      expect(watch.leaks).toEqual([])
      expect(code, output).toBe(0)
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  guide: [
    async ({ house }, provide) => {
      await provide(await Guide.of(house.url))
    },
    { scope: 'worker', timeout: 90_000 },
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
  heard: [
    async ({ context }, provide) => {
      const heard = await listening(context)
      await provide(heard)
      expect(heard.complaints).toEqual([])
    },
    { auto: true },
  ],
  cloud: async ({ house }, provide) => {
    const cloud = new Cloud(house.control)
    await provide(cloud)
    await cloud.heals()
  },
  visit: async ({ browser }, provide) => {
    const visitors: (() => Promise<void>)[] = []
    await provide(async (persona, path) => {
      const context = await browser.newContext()
      visitors.push(await leaving(context))
      const page = await context.newPage()
      await signInAs(page, persona, path)
      return page
    })
    for (const leave of visitors) await leave()
  },
})

export { expect }

/** What is looked at while a visitor is here, and judged when they leave. */
async function leaving(context: BrowserContext): Promise<() => Promise<void>> {
  const { watch, settled } = watching(context)
  const heard = await listening(context)
  return async () => {
    await settled()
    await context.close()
    expect([...watch.leaks, ...heard.complaints]).toEqual([])
  }
}
