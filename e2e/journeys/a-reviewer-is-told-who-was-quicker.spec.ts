import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, switchOf, tableNamed } from '../support/tables.ts'

test('a reviewer with a stale page is told who changed it and what it is now', async ({
  page,
  cloud,
  guide,
  visit,
}) => {
  const place = await guide.placeOf('service-claims-duplicate')
  const app = 'survey-drone'
  await page.clock.install()
  await signInAs(page, 'Li Wei', place.path)
  const stale = await bring(tableNamed(page, /^Apps of/), app)
  await expect(switchOf(stale)).not.toBeChecked()
  // From here on Li Wei's page is not told anything: its time stands still.
  await page.clock.pauseAt(Date.now() + 60_000)

  const theirs = await visit('Chen Jie', place.path)
  const row = await bring(tableNamed(theirs, /^Apps of/), app)
  await switchOf(row).click()
  await expect(row.getByText('Active', { exact: true })).toBeVisible()

  await switchOf(stale).click()
  await page.clock.resume()
  const told = page.getByRole('status').filter({ hasText: app })
  await expect(told).toContainText(/Chen Jie changed this .*\. It is now: Active\./)
  await expect(stale.getByText('Active', { exact: true })).toBeVisible()
  await expect(switchOf(stale)).toBeChecked()
  expect(await cloud.changesOf(place.cloud.api, app)).toEqual(['grant'])

  await told.getByRole('button', { name: `Dismiss ${app}` }).click()
  await expect(told).toHaveCount(0)
})

test('of two reviewers who click at once one is told of the other', async ({ page, cloud, guide, visit }) => {
  const place = await guide.placeOf('service-claims-duplicate')
  const name = '维修厂协作平台'
  await signInAs(page, 'Li Wei', place.path)
  const theirs = await visit('Chen Jie', place.path)
  const rows = [await bring(tableNamed(page, /^Apps of/), name), await bring(tableNamed(theirs, /^Apps of/), name)]
  await Promise.all(rows.map((row) => switchOf(row).click()))
  for (const row of rows) await expect(row.getByText('Active', { exact: true })).toBeVisible()
  expect(await cloud.changesOf(place.cloud.api, name)).toEqual(['grant'])
})

test('a double click switches once', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-claims-duplicate')
  const app = 'lawyer-extranet'
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(tableNamed(page, /^Apps of/), app)
  await switchOf(row).dblclick()
  await expect(row.getByText('Active', { exact: true })).toBeVisible()
  expect(await cloud.changesOf(place.cloud.api, app)).toEqual(['grant'])
})
