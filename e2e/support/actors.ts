import { expect, type Page } from '@playwright/test'

/** The menu of the person who is signed in, in either language. */
export const accountOf = (page: Page, person: string) =>
  page.getByRole('button', { name: new RegExp(`^(Account of ${person}|${person} 的账号)$`) })

/** Signs in as a demo persona by the button that carries the name, and stays at the address. */
export async function signInAs(page: Page, persona: string, path = '/'): Promise<void> {
  await page.goto(path)
  await page.getByRole('button', { name: persona }).click()
  await expect(accountOf(page, persona)).toBeVisible()
}

export async function signOut(page: Page, persona: string): Promise<void> {
  await accountOf(page, persona).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
}
