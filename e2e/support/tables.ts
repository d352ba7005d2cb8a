import { expect, type Locator, type Page } from '@playwright/test'

/** The table whose rows a person reads, by its accessible name. */
export const tableNamed = (page: Page, name: string | RegExp): Locator => page.getByRole('grid', { name })

/** The row of a thing, by the link that carries its whole name. */
export const rowOf = (table: Locator, name: string): Locator =>
  table.getByRole('row').filter({ has: table.page().getByRole('link', { name, exact: true }) })

export const switchOf = (row: Locator): Locator => row.getByRole('switch')

/** Scrolls until the row is in sight: rows far away are not there yet. */
export async function bring(table: Locator, name: string): Promise<Locator> {
  const row = rowOf(table, name)
  await table.hover()
  await expect(async () => {
    if (!(await row.isVisible())) await table.page().mouse.wheel(0, 300)
    await expect(row).toBeVisible({ timeout: 300 })
  }).toPass()
  await row.scrollIntoViewIfNeeded()
  return row
}

export const sortBy = (table: Locator, column: string): Promise<void> =>
  table.getByRole('columnheader', { name: column }).getByRole('button').click()

/** How far the list is sorted, as it is told to a screen reader. */
export const expectSorted = (table: Locator, column: string, order: 'ascending' | 'descending'): Promise<void> =>
  expect(table.getByRole('columnheader', { name: column })).toHaveAttribute('aria-sort', order)
