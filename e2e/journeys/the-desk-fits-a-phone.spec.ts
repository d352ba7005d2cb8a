import { en } from '@grantdesk/shared/words/en'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { scrollsSideways } from '../support/look.ts'
import { bring, switchOf, tableNamed } from '../support/tables.ts'

for (const width of [390, 320]) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 760 } })

    test('an API is found and an app is switched on a phone', async ({ page, cloud, guide }) => {
      const { name, cloud: there } = await guide.placeOf('service-invoice-check')
      const app = width === 390 ? 'survey-drone' : 'tow-dispatch'
      await signInAs(page, 'Li Wei')
      await page.getByRole('button', { name: en.shell.menu, exact: true }).click()
      await page.getByRole('link', { name: /^Apps/ }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Apps' })).toBeVisible()
      await page.getByRole('button', { name: en.shell.menu, exact: true }).click()
      await page.getByRole('link', { name: /^APIs/ }).click()
      await page.getByRole('searchbox', { name: en.apis.search }).fill('invoice')
      await expect(tableNamed(page, 'APIs').getByRole('link')).toHaveCount(1)
      await page.getByRole('link', { name }).click()
      await page.getByRole('searchbox', { name: en.grants.search }).fill(app)
      const row = await bring(tableNamed(page, /^Apps of/), app)
      await switchOf(row).click()
      await expect(row.getByText('Active', { exact: true })).toBeVisible()
      expect(await scrollsSideways(page)).toBe(false)
      expect(await cloud.callersOf(there.api)).toContain(app)
    })
  })
}
