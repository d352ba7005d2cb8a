import type { Locator } from '@playwright/test'
import { en } from '@grantdesk/shared/words/en'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, choose, expectSorted, rowOf, sortBy, switchOf, tableNamed } from '../support/tables.ts'

const REFUSED = 'settlement-archive-2019'
const REASON = 'The gateway instance of the app has been released.'
const CHOSEN = ['survey-drone', 'tow-dispatch', REFUSED]

/** The rows in sight, by the moment in their last column. */
async function expectNewestFirst(table: Locator): Promise<void> {
  const moments = () =>
    table
      .getByRole('row')
      .evaluateAll((rows) => rows.flatMap((row) => [...row.querySelectorAll('time')].at(-1)?.dateTime ?? []))
  await expect(async () => {
    const seen = await moments()
    expect(seen.length).toBeGreaterThan(5)
    expect(seen).toEqual(seen.toSorted().toReversed())
  }).toPass({ timeout: 10_000 })
}

test('a reviewer switches three apps on, and the cloud refuses one of them', async ({ page, cloud, guide }) => {
  const { cloud: there, name: api } = await guide.placeOf('service-claims-severity')
  await signInAs(page, 'Li Wei')

  await page.getByRole('searchbox', { name: en.apis.search }).fill('claims-severity')
  await page.getByRole('link', { name: api }).click()
  await expect(page.getByRole('heading', { level: 1, name: api })).toBeVisible()

  const table = tableNamed(page, `Apps of ${api}`)
  await choose(page, /^Unauthorized/)
  await expect(table.getByText('Active', { exact: true })).toHaveCount(0)
  await sortBy(table, 'Updated')
  await expectSorted(table, 'Updated', 'descending')
  await expectNewestFirst(table)

  for (const app of CHOSEN) {
    const row = await bring(table, app)
    await expect(switchOf(row)).not.toBeChecked()
    await switchOf(row).click()
    if (app === REFUSED) {
      await expect(row.getByText('Refused', { exact: true })).toBeVisible()
      await expect(row.getByText(REASON)).toBeVisible()
      await expect(switchOf(row)).not.toBeChecked()
    } else {
      await expect(row.getByText(/^verified \d{2}:\d{2}:\d{2}$/)).toBeVisible()
      await expect(switchOf(row)).toBeChecked()
    }
  }

  await page.reload()
  await expect(page.getByRole('radio', { name: 'Unauthorized' })).toBeChecked()
  const failed = await bring(table, REFUSED)
  await expect(failed.getByText('Refused', { exact: true })).toBeVisible()
  await expect(failed.getByText(REASON)).toBeVisible()
  const told = page.getByRole('alert').filter({ hasText: `${REFUSED} was refused by ModelArts.` })
  await expect(told.getByText(/request [0-9a-f]{16,}/)).toBeVisible()

  await choose(page, /^Authorized/)
  for (const app of CHOSEN.slice(0, 2)) {
    const row = rowOf(table, app)
    await expect(row.getByText('Active', { exact: true })).toBeVisible()
    await expect(row.getByText(/^verified \d{2}:\d{2}:\d{2}$/)).toBeVisible()
  }
  await expect(rowOf(table, REFUSED)).toHaveCount(0)

  expect(await cloud.callersOf(there.api)).toEqual(expect.arrayContaining(CHOSEN.slice(0, 2)))
  expect(await cloud.callersOf(there.api)).not.toContain(REFUSED)
})
