import type { Page } from '@playwright/test'
import { en } from '@grantdesk/shared/words/en'
import { accountOf, signInAs, signOut } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, rowOf, switchOf, tableNamed } from '../support/tables.ts'

const appsOf = (page: Page) => tableNamed(page, /^Apps of/)

test('an app that was deleted meanwhile is refused with the word of the cloud, and then it is gone', async ({
  page,
  cloud,
  guide,
}) => {
  const place = await guide.placeOf('service-settlement-offer')
  const app = 'survey-drone'
  const doomed = 'roma-claims-bridge'
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(appsOf(page), doomed)
  await cloud.outside({ act: 'delete-app', app: await cloud.appNamed(doomed) })
  await switchOf(row).click()
  await expect(row.getByText('Refused', { exact: true })).toBeVisible()
  await expect(switchOf(row)).not.toBeChecked()
  await expect(page.getByRole('alert').filter({ hasText: doomed })).toContainText(en.cloud.advice.missing)

  await page.getByRole('button', { name: en.freshness.refresh }).click()
  await expect(rowOf(appsOf(page), doomed)).toHaveCount(0)
  await bring(appsOf(page), app)
})

test('an API that was deleted meanwhile says so and holds its switches', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-lead-score')
  await signInAs(page, 'Li Wei', place.path)
  await expect(appsOf(page).getByRole('switch').first()).toBeVisible()
  await cloud.outside({ act: 'delete-service', service: place.cloud.service })
  await page.getByRole('button', { name: en.freshness.refreshOne }).click()
  await expect(page.getByText(en.apis.gone, { exact: true }).first()).toBeVisible()
  for (const lever of await appsOf(page).getByRole('switch').all()) await expect(lever).toBeDisabled()
})

test('a change made in the cloud by others is shown as such', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-settlement-offer')
  const app = 'tow-dispatch'
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(appsOf(page), app)
  await switchOf(row).click()
  await expect(row.getByText('Active', { exact: true })).toBeVisible()
  // So soon after a change of our own a contradicting answer may only be late.
  await cloud.waits(20_000)
  await cloud.outside({ act: 'revoke', api: place.cloud.api, app: await cloud.appNamed(app) })
  await page.getByRole('button', { name: en.freshness.refresh }).click()
  await expect(row.getByText(en.grants.states.outside, { exact: true })).toBeVisible()
  await expect(row.getByText(en.grants.outsideOff)).toBeVisible()
  await expect(switchOf(row)).not.toBeChecked()
})

test('who is signed out elsewhere signs in again and is where they were', async ({ page, context, guide }) => {
  const { path, name } = await guide.placeOf('service-settlement-offer')
  await signInAs(page, 'Li Wei', `${path}?show=authorized`)
  await expect(appsOf(page).getByRole('switch').first()).toBeVisible()
  const other = await context.newPage()
  await other.goto('/')
  await signOut(other, 'Li Wei')
  await page.getByRole('button', { name: /^Li Wei/ }).click()
  await expect(accountOf(page, 'Li Wei')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('radio', { name: /^Authorized/ })).toBeChecked()
})

test('a click without a network is told, and sent again it happens once', async ({ page, context, cloud, guide }) => {
  const place = await guide.placeOf('service-settlement-offer')
  const name = '代步车服务'
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(appsOf(page), name)
  await context.setOffline(true)
  await switchOf(row).click()
  const told = page.getByRole('alert').filter({ hasText: en.problem.unreached.title })
  await expect(told).toContainText(name)
  await expect(switchOf(row)).not.toBeChecked()
  await context.setOffline(false)
  await told.getByRole('button', { name: en.ui.retry }).click()
  await expect(row.getByText('Active', { exact: true })).toBeVisible()
  await expect(told).toHaveCount(0)
  expect(await cloud.changesOf(place.cloud.api, name)).toEqual(['grant'])
})

test('a cloud that asks for a pause is told with the time', async ({ page, cloud, guide }) => {
  const { path } = await guide.placeOf('service-settlement-offer')
  await signInAs(page, 'Li Wei', path)
  await expect(appsOf(page).getByRole('switch').first()).toBeVisible()
  await cloud.fails({ kind: 'status', status: 429, retryAfter: '30', operation: 'ShowApiAuthInfos', times: null })
  await page.getByRole('button', { name: en.freshness.refresh }).click()
  await expect(page.getByRole('alert')).toContainText(en.problem['cloud-throttled'].title, { timeout: 30_000 })
  await expect(page.getByRole('alert')).toContainText(/Again in \d+ seconds at the earliest/)
})
