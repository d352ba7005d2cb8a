import { en } from '@grantdesk/shared/words/en'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { choose, expectSorted, sortBy, tableNamed } from '../support/tables.ts'

test('search, filters and sort of the APIs survive a reload, Back and a pasted link', async ({ page, visit }) => {
  await signInAs(page, 'Li Wei')
  const table = tableNamed(page, 'APIs')
  await page.getByRole('searchbox', { name: en.apis.search }).fill('service')
  await expect(page).toHaveURL(/search=service/)
  await page.getByRole('button', { name: en.apis.filter, exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: en.apis.serviceState.concerning }).click()
  await page.keyboard.press('Escape')
  await sortBy(table, 'Published')

  const expectView = async (on: typeof page) => {
    await expect(on.getByRole('searchbox', { name: en.apis.search })).toHaveValue('service')
    await expect(on.getByRole('button', { name: `Remove filter ${en.apis.serviceState.concerning}` })).toBeVisible()
    await expectSorted(tableNamed(on, 'APIs'), 'Published', 'descending')
    await expect(tableNamed(on, 'APIs').getByRole('link', { name: 'infer_fraud_ring' })).toBeVisible()
    await expect(tableNamed(on, 'APIs').getByRole('link')).toHaveCount(1)
  }
  await expectView(page)
  await page.reload()
  await expectView(page)

  await table.getByRole('link', { name: 'infer_fraud_ring' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'infer_fraud_ring' })).toBeVisible()
  await page.goBack()
  await expectView(page)

  const address = page.url()
  await page.goBack()
  await expectSorted(table, 'API', 'ascending')
  await page.goForward()
  await expectView(page)
  await expectView(await visit('Anna Keller', new URL(address).pathname + new URL(address).search))
})

test('the tab, the search and the sort of an API survive a reload and a pasted link', async ({
  page,
  guide,
  visit,
}) => {
  const { path } = await guide.placeOf('service-geo-risk')
  await signInAs(page, 'Li Wei', path)
  const table = tableNamed(page, /^Apps of/)
  await choose(page, /^Authorized/)
  await page.getByRole('searchbox', { name: en.grants.search }).fill('quote')
  await sortBy(table, 'Created')
  const expectView = async (on: typeof page) => {
    await expect(on.getByRole('radio', { name: /^Authorized/ })).toBeChecked()
    await expect(on.getByRole('searchbox', { name: en.grants.search })).toHaveValue('quote')
    await expectSorted(tableNamed(on, /^Apps of/), 'Created', 'descending')
    await expect(tableNamed(on, /^Apps of/).getByRole('switch')).toHaveCount(2)
  }
  await expectView(page)
  await page.reload()
  await expectView(page)
  await expectView(await visit('Anna Keller', new URL(page.url()).pathname + new URL(page.url()).search))
})

test('the connection in view goes along with every link', async ({ page }) => {
  await signInAs(page, 'Li Wei')
  await page.getByRole('button', { name: en.shell.allConnections }).click()
  await page.getByRole('menuitemradio', { name: /ap-southeast-1/ }).click()
  await expect(page).toHaveURL(/connection=/)
  await expect(tableNamed(page, 'APIs').getByRole('link', { name: 'infer_kyc_check' })).toBeVisible()
  await expect(tableNamed(page, 'APIs').getByRole('link', { name: 'infer_claims_triage' })).toHaveCount(0)
  await page.getByRole('navigation').getByRole('link', { name: /^Apps/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Apps' })).toBeVisible()
  await expect(page).toHaveURL(/connection=/)
  await expect(tableNamed(page, 'Apps').getByRole('link', { name: 'airline-checkout' })).toBeVisible()
})

test('strange addresses do not break a page', async ({ page }) => {
  await signInAs(page, 'Li Wei', '/apis?sort=nonsense&order=up&state=flying&auth=&connection=..%2F..&grants=maybe')
  await expectSorted(tableNamed(page, 'APIs'), 'API', 'ascending')
  await expect(tableNamed(page, 'APIs').getByRole('link').first()).toBeVisible()

  await page.goto(`/apis?search=${'x'.repeat(6000)}`)
  await expect(page.getByRole('heading', { level: 1, name: 'APIs' })).toBeVisible()
  await expect(page.getByRole('alert').or(page.getByText(en.apis.nothing))).toBeVisible()

  for (const path of ['/apis/api-unknown', '/apps/%00', '/services/nothing', '/apis/..%2F..%2Fhealth']) {
    await page.goto(path)
    await expect(page.getByText(en.problem['not-found'].title)).toBeVisible()
  }
  await page.goto('/nowhere')
  await expect(page.getByRole('heading', { name: en.shell.notFound })).toBeVisible()
  await page
    .getByRole('link', { name: en.shell.toApis })
    .or(page.getByRole('button', { name: en.shell.toApis }))
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'APIs' })).toBeVisible()
})
