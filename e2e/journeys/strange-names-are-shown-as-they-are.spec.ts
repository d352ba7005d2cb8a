import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { scrollsSideways } from '../support/look.ts'
import { bring, rowOf, switchOf, tableNamed } from '../support/tables.ts'

const NAMES = [
  '<script>alert("claims")</script>',
  '=HYPERLINK("http://evil.example","claims")',
  '📷 photo-intake',
  'rtl-\u202etset-iktest',
]

test('markup, formulas, emoji and turned text in names are text and nothing else', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-claims-triage')
  await signInAs(page, 'Li Wei', '/apps')
  const apps = tableNamed(page, 'Apps')
  for (const name of NAMES) {
    await page.getByRole('searchbox', { name: 'App name or id' }).fill(name)
    await expect(rowOf(apps, name)).toHaveCount(1)
    await expect(apps.getByRole('link')).toHaveCount(1)
  }

  await page.goto(place.path)
  const table = tableNamed(page, /^Apps of/)
  for (const name of NAMES) {
    const row = await bring(table, name)
    // What turns the writing round stays within its own cell.
    await expect(row.getByRole('link', { name, exact: true }).locator('bdi')).toHaveText(name)
  }
  const script = await bring(table, NAMES[0] ?? '')
  await expect(switchOf(script)).toBeChecked()
  await switchOf(script).click()
  await expect(script.getByText('No access', { exact: true })).toBeVisible()
  await switchOf(script).click()
  await expect(script.getByText('Active', { exact: true })).toBeVisible()
  expect(await cloud.changesOf(place.cloud.api, NAMES[0] ?? '')).toEqual(['revoke', 'grant'])

  await page.goto(await guide.pathOfApp(NAMES[0] ?? ''))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(NAMES[0] ?? '')
  await expect(page.getByText('"><img src=x onerror=alert(1)>', { exact: true })).toBeVisible()
  await expect(page.locator('img[src="x"]')).toHaveCount(0)
})

test('two names that only a character without width tells apart are two', async ({ page, guide }) => {
  await signInAs(page, 'Li Wei', '/apps?search=partner-hub')
  const apps = tableNamed(page, 'Apps')
  await expect(apps.getByRole('link')).toHaveCount(2)
  const names = await apps.getByRole('link').allTextContents()
  expect(names.toSorted()).toEqual(['partner-hub', 'partner\u200b-hub'])
  expect(await guide.pathOfApp('partner-hub')).not.toBe(await guide.pathOfApp('partner\u200b-hub'))
})

test('a name as long as the cloud takes breaks no page', async ({ page, guide }) => {
  const name =
    'claims-integration-test-client-of-the-outsourcing-partner-for-the-regression-suite-of-release-2026-10-do-not-delete'
  const { path } = await guide.placeOf('service-claims-triage')
  await signInAs(page, 'Li Wei', path)
  await bring(tableNamed(page, /^Apps of/), name)
  expect(await scrollsSideways(page)).toBe(false)
  await page.goto(await guide.pathOfApp(name))
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  expect(await scrollsSideways(page)).toBe(false)
})
