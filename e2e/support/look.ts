import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, type TestInfo } from '@playwright/test'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const WIDE = { width: 1440, height: 900 }
const NARROW = [390, 320].map((width) => ({ width, height: 760 }))

/** What is wrong with a screen: in the light, in the dark and on narrow windows. Each is kept as a picture beside the results. */
export async function faultsOf(page: Page, info: TestInfo, name: string): Promise<string[]> {
  const faults: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await keep(page, info, `${name}-${colorScheme}`)
    faults.push(...(await findingsOn(page)).map((one) => `${colorScheme}: ${one}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  for (const size of NARROW) {
    await page.setViewportSize(size)
    await keep(page, info, `${name}-${size.width}`)
    if (await scrollsSideways(page)) faults.push(`${size.width} px: scrolls sideways`)
  }
  faults.push(...(await findingsOn(page)).map((one) => `narrow: ${one}`))
  await page.setViewportSize(WIDE)
  return faults
}

/** What axe finds on the screen as it is, in words. */
async function findingsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary ?? ''})`),
  )
}

const keep = (page: Page, { project }: TestInfo, name: string): Promise<unknown> =>
  page.screenshot({ path: join(project.outputDir, 'screens', `${name}.png`) })

/** Whether something reaches over the right edge: a page is read by scrolling in one direction. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
