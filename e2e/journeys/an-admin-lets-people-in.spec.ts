import type { Page } from '@playwright/test'
import { en } from '@grantdesk/shared/words/en'
import { accountOf, signInAs, signOut } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, switchOf, tableNamed } from '../support/tables.ts'

const NAME = 'Ruan Meiling 阮美玲'
const EMAIL = 'ruan.meiling@insurer.example'
const FIRST = 'given on the first day'
const OWN = 'chosen by herself alone'
const SERVICE = 'service-clinic-network'

const people = (page: Page) => tableNamed(page, 'People')

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel(en.identity.email).fill(EMAIL)
  await page.getByLabel(en.identity.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: en.identity.signIn, exact: true }).click()
}

test('an admin adds a person, gives a role and takes it; the person signs in and changes the password', async ({
  page,
  browser,
  guide,
}) => {
  test.setTimeout(120_000)
  const { path } = await guide.placeOf(SERVICE)
  await signInAs(page, 'Sam Okafor', '/people')
  await page.getByRole('button', { name: en.people.add }).click()
  const adding = page.getByRole('dialog', { name: en.people.addTitle })
  await adding.getByRole('button', { name: en.people.add }).click()
  await expect(adding.getByLabel(en.identity.name)).toHaveAccessibleDescription(en.rule.required)
  await adding.getByLabel(en.identity.name).fill(NAME)
  await adding.getByLabel(en.identity.email).fill(EMAIL)
  await adding.getByLabel(en.identity.newPassword).fill('short')
  await adding.getByRole('button', { name: en.people.add }).click()
  await expect(adding.getByLabel(en.identity.newPassword)).toHaveAttribute('aria-invalid', 'true')
  await adding.getByLabel(en.identity.newPassword).fill(FIRST)
  await adding.getByRole('button', { name: en.people.add }).click()
  await expect(adding).toHaveCount(0)
  const row = people(page).getByRole('row').filter({ hasText: EMAIL })
  await expect(row).toContainText(en.role.noRole)

  // She comes in, and may look but not switch.
  const hers = await (await browser.newContext()).newPage()
  await hers.goto(path)
  await signIn(hers, FIRST)
  await expect(accountOf(hers, NAME)).toBeVisible()
  const app = 'asia-sandbox'
  const held = await bring(tableNamed(hers, /^Apps of/), app)
  await expect(switchOf(held)).toHaveAccessibleDescription(en.whyNot['not-reviewer'])
  await expect(hers.getByRole('link', { name: en.people.title })).toHaveCount(0)

  await row.getByRole('button', { name: NAME }).click()
  const dialog = page.getByRole('dialog', { name: NAME })
  await dialog.getByLabel(en.people.role).selectOption(en.role.reviewer)
  await dialog.getByLabel(en.people.scope).selectOption(en.people.scopeOf.service)
  await dialog.getByRole('searchbox', { name: en.people.scopeSearch }).fill(SERVICE)
  await dialog.getByRole('radio', { name: SERVICE }).check()
  await dialog.getByRole('button', { name: en.people.giveSend }).click()
  await expect(dialog.getByText(`${en.apis.service} ${SERVICE}`)).toBeVisible()
  await expect(dialog.getByText(/since .* by Sam Okafor/)).toBeVisible()

  await hers.reload()
  await switchOf(await bring(tableNamed(hers, /^Apps of/), app)).click()
  await expect(held.getByText('Active', { exact: true })).toBeVisible()

  await accountOf(hers, NAME).click()
  await hers.getByRole('menuitem', { name: en.shell.changePassword }).click()
  const changing = hers.getByRole('dialog', { name: en.identity.passwordTitle })
  await changing.getByLabel(en.identity.currentPassword).fill('not the right one')
  await changing.getByLabel(en.identity.newPassword).fill(OWN)
  await changing.getByRole('button', { name: en.identity.passwordTitle }).click()
  await expect(changing.getByRole('alert')).toBeVisible()
  await changing.getByLabel(en.identity.currentPassword).fill(FIRST)
  await changing.getByRole('button', { name: en.identity.passwordTitle }).click()
  await expect(changing).toHaveCount(0)
  await expect(hers.getByText(en.identity.passwordChanged)).toBeVisible()
  await signOut(hers, NAME)
  await signIn(hers, FIRST)
  await expect(hers.getByRole('alert')).toContainText(en.problem['wrong-credentials'].title)
  await signIn(hers, OWN)
  await expect(accountOf(hers, NAME)).toBeVisible()

  await dialog.getByRole('button', { name: `End the role Reviewer of ${en.apis.service} ${SERVICE}` }).click()
  await expect(dialog.getByText(en.people.rolesEmpty)).toBeVisible()
  await hers.reload()
  await bring(tableNamed(hers, /^Apps of/), app)
  await expect(switchOf(held)).toHaveAccessibleDescription(en.whyNot['not-reviewer'])

  await dialog.getByRole('button', { name: en.people.disable }).click()
  await expect(dialog.getByRole('button', { name: en.people.enable })).toBeVisible()
  await hers.reload()
  await expect(hers.getByRole('button', { name: en.identity.signIn, exact: true })).toBeVisible()
  await signIn(hers, OWN)
  await expect(hers.getByRole('alert')).toContainText(en.problem['wrong-credentials'].title)
  await hers.context().close()
})

test('the last admin cannot give the role away', async ({ page }) => {
  await signInAs(page, 'Sam Okafor', '/people')
  await people(page).getByRole('button', { name: 'Sam Okafor' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sam Okafor' })
  await dialog.getByRole('button', { name: 'End the role Admin of everything' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en.problem['last-admin'].title)
  await expect(dialog.getByRole('button', { name: 'End the role Admin of everything' })).toBeVisible()
})

test('who is no admin is told so on the page of people', async ({ page }) => {
  await signInAs(page, 'Li Wei', '/people')
  await expect(page.getByText(en.problem['not-allowed'].title)).toBeVisible()
  await expect(people(page).getByRole('button', { name: 'Sam Okafor' })).toHaveCount(0)
})
