import { en } from '@grantdesk/shared/words/en'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, switchOf, tableNamed } from '../support/tables.ts'

const GOOD = ['partner-gateway-cn', 'survey-drone', 'tow-dispatch']
const REFUSED = 'settlement-archive-2019'
/** The reviewer's own app, and one of another creator: neither can be switched on. */
const HELD = ['claims-sandbox', 'legacy-settlement']

test('several apps are switched on and off again, each with its own outcome', async ({ page, cloud, guide }) => {
  test.setTimeout(90_000)
  const place = await guide.placeOf('service-hospital-stay')
  await signInAs(page, 'Li Wei', `${place.path}?show=unauthorized`)
  const table = tableNamed(page, /^Apps of/)
  for (const app of [...GOOD, REFUSED, ...HELD].toSorted()) {
    const row = await bring(table, app)
    await row.getByRole('checkbox', { name: `Select ${app}` }).check()
    await expect(row).toHaveAttribute('aria-selected', 'true')
  }
  const bar = page.getByRole('region', { name: en.grants.bulk }).or(page.getByRole('group', { name: en.grants.bulk }))
  await expect(bar).toContainText('6 selected')
  await expect(bar).toContainText('2 cannot be switched')
  await bar.getByRole('button', { name: en.grants.bulkOn }).click()
  await expect(page.getByText('4 apps are being switched')).toBeVisible()

  for (const app of [...GOOD].toSorted()) {
    const row = await bring(table, app)
    await expect(row.getByText('Active', { exact: true })).toBeVisible()
    await expect(switchOf(row)).toBeChecked()
  }
  const failed = await bring(table, REFUSED)
  await expect(failed.getByText('Refused', { exact: true })).toBeVisible()
  const callers = await cloud.callersOf(place.cloud.api)
  expect(callers).toEqual(expect.arrayContaining(GOOD))
  for (const app of [REFUSED, ...HELD]) expect(callers).not.toContain(app)

  await page.goto(`${place.path}?show=authorized`)
  for (const app of GOOD) await (await bring(table, app)).getByRole('checkbox', { name: `Select ${app}` }).check()
  await bar.getByRole('button', { name: en.grants.bulkOff }).click()
  const asked = page.getByRole('dialog', { name: 'Switch off 3 apps?' })
  await expect(asked).toContainText('as soon as the cloud has done it')
  await asked.getByRole('button', { name: en.ui.cancel }).click()
  expect(await cloud.callersOf(place.cloud.api)).toEqual(expect.arrayContaining(GOOD))

  await bar.getByRole('button', { name: en.grants.bulkOff }).click()
  await asked.getByRole('button', { name: 'Switch off 3 apps' }).click()
  for (const app of GOOD) await expect((await bring(table, app)).getByText('No access', { exact: true })).toBeVisible()
  for (const app of GOOD) expect(await cloud.changesOf(place.cloud.api, app)).toEqual(['grant', 'revoke'])
})
