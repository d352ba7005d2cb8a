import { expect, type Locator, type Page } from '@playwright/test'

/** The table whose rows a person reads, by its accessible name. */
export const tableNamed = (page: Page, name: string | RegExp): Locator => page.getByRole('grid', { name })

/** The row of a thing, by the link that carries its whole name. */
export const rowOf = (table: Locator, name: string): Locator =>
  table.getByRole('row').filter({ has: table.page().getByRole('link', { name, exact: true }) })

export const switchOf = (row: Locator): Locator => row.getByRole('switch')

/** Scrolls from the top until the row is in sight: rows far away are not there yet. */
export async function bring(table: Locator, name: string): Promise<Locator> {
  const row = rowOf(table, name)
  const { mouse } = table.page()
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await table.hover()
  await expect(async () => {
    await mouse.wheel(0, (await row.isVisible()) ? 0 : -100_000)
    for (let step = 0; step < 40 && !(await row.isVisible()); step++) await mouse.wheel(0, 300)
    await expect(row).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 20_000 })
  await row.scrollIntoViewIfNeeded()
  return row
}

export const sortBy = (table: Locator, column: string): Promise<void> =>
  table.getByRole('columnheader', { name: column }).getByRole('button').click()

/** How far the list is sorted, as it is told to a screen reader. */
export const expectSorted = (table: Locator, column: string, order: 'ascending' | 'descending'): Promise<void> =>
  expect(table.getByRole('columnheader', { name: column })).toHaveAttribute('aria-sort', order)

/** Chooses one of a few views; the address tells which, so it shows with the new view. */
export async function choose(page: Page, name: string | RegExp): Promise<void> {
  const radio = page.getByRole('radio', { name })
  await radio.click()
  await expect(radio).toBeChecked()
}
