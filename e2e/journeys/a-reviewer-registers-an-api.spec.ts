import { en } from '@grantdesk/shared/words/en'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, switchOf, tableNamed } from '../support/tables.ts'

const SERVICE = 'service-drone-roof'
const FIRST_APPS = ['survey-drone', 'loss-adjuster-tablet']
const REGISTER = 'CreateAndAuthAppAuthApi'

test('a service without an API gets one, granted to its first apps', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf(SERVICE)
  await signInAs(page, 'Li Wei', `/apis?registered=false&search=${SERVICE}`)
  const row = tableNamed(page, 'APIs').getByRole('row').filter({ hasText: SERVICE })
  await expect(row).toContainText(en.apis.noApi)
  await row.getByRole('button', { name: en.apis.register }).click()

  const dialog = page.getByRole('dialog', { name: `Register an API for ${SERVICE}` })
  await expect(dialog.getByRole('button', { name: 'Register for 0 apps' })).toHaveAccessibleDescription(
    en.apis.registerPick,
  )
  for (const app of FIRST_APPS) {
    await dialog.getByRole('searchbox', { name: en.apps.search }).fill(app)
    await dialog.getByRole('checkbox', { name: app }).check()
  }
  await dialog.getByRole('button', { name: 'Register for 2 apps' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText(`Registration of ${SERVICE} is under way`)).toBeVisible()

  await page.goto(place.path)
  const apps = tableNamed(page, /^Apps of/)
  for (const app of FIRST_APPS) {
    const granted = await bring(apps, app)
    await expect(switchOf(granted)).toBeChecked()
    await expect(granted.getByText('Active', { exact: true })).toBeVisible()
  }
  const { apis } = await cloud.state()
  const made = apis.filter(({ service }) => service === place.cloud.service)
  expect(made).toHaveLength(1)
  expect((await cloud.callersOf(made[0]?.id ?? '')).toSorted()).toEqual(FIRST_APPS.toSorted())
})

test('a refused registration keeps the reason of the cloud on the page', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-flood-depth')
  const message = 'The gateway has no room for another API.'
  await cloud.fails({ kind: 'status', status: 400, code: 'ModelArts.3930', message, operation: REGISTER })
  await signInAs(page, 'Chen Jie', place.path)
  await expect(page.getByText(en.apis.noApiTitle)).toBeVisible()
  await page.getByRole('button', { name: en.apis.register }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: 'claims-portal' }).check()
  await dialog.getByRole('button', { name: 'Register for 1 app' }).click()

  const told = page.getByRole('alert').filter({ hasText: en.apis.registrationFailed })
  await expect(told).toContainText(message)
  await expect(told).toContainText('ModelArts.3930')
  await expect(told).toContainText(/request [0-9a-f]{16,}/)
  const { apis } = await cloud.state()
  expect(apis.filter(({ service }) => service === place.cloud.service)).toEqual([])
})

test('who does not review a service sees why it cannot be registered', async ({ page, guide }) => {
  const { path } = await guide.placeOf('农险产量评估')
  await signInAs(page, 'Chen Jie', path)
  const button = page.getByRole('button', { name: en.apis.register })
  await expect(button).toBeDisabled()
  await expect(button).toHaveAccessibleDescription(en.whyNot['not-reviewer'])
})
