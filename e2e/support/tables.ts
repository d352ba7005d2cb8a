import type { Locator, Page } from '@playwright/test'

/** The table whose rows a person reads, by its accessible name. */
export const tableNamed = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('grid', { name }).or(page.getByRole('table', { name }))

/** The row that holds this text. */
export const rowOf = (table: Locator, text: string): Locator => table.getByRole('row').filter({ hasText: text })

export const sortBy = (table: Locator, column: string): Promise<void> =>
  table.getByRole('columnheader', { name: column }).getByRole('button').first().click()
