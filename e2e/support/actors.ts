import { expect, type Page } from '@playwright/test'

/** Signs in as a demo persona by the button that carries the name. */
export async function signInAs(page: Page, persona: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: persona }).click()
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

export async function signOut(page: Page, persona: string): Promise<void> {
  await page.getByRole('button', { name: persona }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
}
