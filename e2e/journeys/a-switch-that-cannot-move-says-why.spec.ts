import type { Locator, Page } from '@playwright/test'
import { en } from '@grantdesk/shared/words/en'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, rowOf, switchOf, tableNamed } from '../support/tables.ts'

const appsOf = (page: Page): Locator => tableNamed(page, /^Apps of/)

/** Held for a reader of the screen and for one of the tooltip; a click changes nothing. */
async function expectHeld(row: Locator, reason: string): Promise<void> {
  const lever = switchOf(row)
  await expect(lever).toBeDisabled()
  await expect(lever).toHaveAccessibleDescription(reason)
  await lever.hover()
  await expect(row.page().getByRole('tooltip')).toHaveText(reason)
  const before = await lever.isChecked()
  await lever.click({ force: true })
  await expect(lever).toBeChecked({ checked: before })
  await expect(row.getByText('Issuing')).toHaveCount(0)
}

test('the own app is not switched on by its owner, but may be switched off', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-payout-eta')
  const app = 'claims-sandbox'
  await signInAs(page, 'Li Wei', place.path)
  await expectHeld(await bring(appsOf(page), app), en.whyNot['own-app'])
  expect(await cloud.changesOf(place.cloud.api, app)).toEqual([])

  await cloud.outside({ act: 'grant', api: place.cloud.api, app: await cloud.appNamed(app) })
  await page.getByRole('button', { name: en.freshness.refresh }).click()
  const row = await bring(appsOf(page), app)
  await expect(switchOf(row)).toBeChecked()
  await switchOf(row).click()
  await expect(row.getByText('No access', { exact: true })).toBeVisible()
  await expect(switchOf(row)).not.toBeChecked()
  expect(await cloud.changesOf(place.cloud.api, app)).toEqual(['grant', 'revoke'])
})

test('an app of another creator is held with the reason', async ({ page, guide }) => {
  const { path } = await guide.placeOf('service-payout-eta')
  await signInAs(page, 'Li Wei', path)
  await expectHeld(await bring(appsOf(page), 'legacy-settlement'), en.whyNot['creator-differs'])
})

test('a right that only the cloud knows of is told once it was tried', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('lab-text-embeddings')
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(appsOf(page), 'lab-notebooks')
  await switchOf(row).click()
  await expect(row.getByText('Refused', { exact: true })).toBeVisible()
  await expect(switchOf(row)).toBeChecked()
  const told = page.getByRole('alert').filter({ hasText: 'lab-notebooks was refused by ModelArts.' })
  await expect(told).toContainText(en.cloud.advice.rights)
  expect(await cloud.callersOf(place.cloud.api)).toContain('lab-notebooks')
})

test('an API without app authentication explains itself', async ({ page, guide }) => {
  const { path } = await guide.placeOf('service-branch-locator')
  await signInAs(page, 'Li Wei', path)
  await expect(page.getByText(en.apis.authType.none).first()).toBeVisible()
  await expect(page.getByText(en.whyNot['auth-type'])).toBeVisible()
  await expect(page.getByRole('switch')).toHaveCount(0)
})

test('an API whose authentication the cloud hides is left to the cloud', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-policy-lookup')
  await signInAs(page, 'Li Wei', place.path)
  await expect(page.getByText(en.apis.authType.unknown).first()).toBeVisible()
  const row = await bring(appsOf(page), 'uw-sandbox')
  await switchOf(row).click()
  await expect(row.getByText('Active', { exact: true })).toBeVisible()
  expect(await cloud.callersOf(place.cloud.api)).toContain('uw-sandbox')
})

for (const person of ['Chen Jie', 'Zhao Min', 'Anna Keller', 'Sam Okafor']) {
  test(`${person}, who does not review an API, sees why its switches are held`, async ({ page, guide }) => {
    const { path } = await guide.placeOf('service-quote-price')
    await signInAs(page, person, path)
    const row = rowOf(appsOf(page), 'actuarial-notebooks')
    await expect(switchOf(row)).toBeChecked()
    await expectHeld(row, en.whyNot['not-reviewer'])
  })
}
