import type { Page } from '@playwright/test'
import { en } from '@grantdesk/shared/words/en'
import { expect, test } from '../support/house.ts'
import { rowOf, switchOf, tableNamed } from '../support/tables.ts'

const focused = (page: Page) => page.locator(':focus')

/** Presses a key until the focus has this name; fails when it does not come by. */
async function walkTo(page: Page, key: string, name: string | RegExp): Promise<void> {
  const most = 80
  for (let step = 0; step < most; step++) {
    await page.keyboard.press(key)
    const isThere = await expect(focused(page))
      .toHaveAccessibleName(name, { timeout: 50 })
      .then(
        () => true,
        () => false,
      )
    if (isThere) return
  }
  await expect(focused(page)).toHaveAccessibleName(name)
}

test('an API is found and an app is switched without a mouse', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-total-loss')
  const app = 'hospital-link'
  await page.goto('/')
  await walkTo(page, 'Tab', /^Li Wei/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'APIs' })).toBeVisible()

  await walkTo(page, 'Tab', en.shell.skip)
  await page.keyboard.press('Enter')
  await walkTo(page, 'Tab', en.apis.search)
  await page.keyboard.type('total-loss')
  const apis = tableNamed(page, 'APIs')
  await expect(apis.getByRole('link')).toHaveCount(1)
  await walkTo(page, 'Tab', new RegExp(place.name))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: place.name })).toBeVisible()

  await walkTo(page, 'Tab', /^All/)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: /^Unauthorized/ })).toBeChecked()
  await walkTo(page, 'Tab', en.grants.search)
  await page.keyboard.type(app)
  const table = tableNamed(page, /^Apps of/)
  await expect(table.getByRole('switch')).toHaveCount(1)
  await walkTo(page, 'Tab', `Access of ${app} to ${place.name}`)
  await expect(switchOf(rowOf(table, app))).toBeFocused()
  await page.keyboard.press('Space')
  await expect(rowOf(table, app).getByText('Active', { exact: true })).toBeVisible()
  await expect(switchOf(rowOf(table, app))).toBeFocused()
  expect(await cloud.changesOf(place.cloud.api, app)).toEqual(['grant'])
})

test('rows are walked by arrows, and a menu gives the focus back', async ({ page, guide }) => {
  const { path } = await guide.placeOf('service-total-loss')
  await page.goto(path)
  await walkTo(page, 'Tab', /^Li Wei/)
  await page.keyboard.press('Enter')
  const table = tableNamed(page, /^Apps of/)
  await expect(table.getByRole('switch').first()).toBeVisible()
  await page.getByRole('row').nth(1).focus()
  await page.keyboard.press('ArrowDown')
  await expect(table.getByRole('row').nth(2)).toBeFocused()
  await page.keyboard.press('Space')
  await expect(table.getByRole('row').nth(2)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(focused(page)).toHaveRole('row')
  await page.keyboard.press('Home')
  await expect(table.getByRole('row').nth(1)).toBeFocused()

  const theme = page.getByRole('button', { name: en.shell.theme })
  await theme.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitemradio', { checked: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(theme).toBeFocused()
})
