import { expect, test } from '@playwright/test'
import { en } from '@grantdesk/shared/words/en'
import { accountOf, signOut } from '../support/actors.ts'
import { listening } from '../support/quiet.ts'
import { type EmptyProduct, startEmptyProduct } from '../support/product.ts'

let product: EmptyProduct
test.beforeAll(async () => {
  product = await startEmptyProduct()
})
test.afterAll(async () => {
  expect(await product.stop()).toBe(0)
})

test('the first admin comes in by the code of the console, and only once', async ({ page, context }) => {
  const { complaints } = await listening(context)
  await page.goto(product.url)
  const first = page.getByRole('region', { name: en.identity.firstAdmin })
  await expect(page.getByText(en.identity.lookAround)).toHaveCount(0)
  await first.getByLabel(en.identity.code).fill('AAAA-AAAA-AAAA')
  await first.getByLabel(en.identity.name).fill('Ada Lind')
  await first.getByLabel(en.identity.email).fill('ada@insurer.example')
  await first.getByLabel(en.identity.newPassword).fill('a long first password')
  await first.getByRole('button', { name: en.identity.makeAdmin }).click()
  await expect(first.getByRole('alert')).toContainText(en.problem['wrong-code'].title)

  await first.getByLabel(en.identity.code).fill(product.code.toLowerCase())
  await first.getByRole('button', { name: en.identity.makeAdmin }).click()
  await expect(accountOf(page, 'Ada Lind')).toBeVisible()
  await expect(page.getByText(en.apis.empty)).toBeVisible()
  await expect(page.getByText(en.shell.demo)).toHaveCount(0)
  await page.getByRole('link', { name: en.people.title }).click()
  await expect(page.getByRole('grid', { name: en.people.title }).getByRole('row')).toHaveCount(2)

  await signOut(page, 'Ada Lind')
  await expect(page.getByRole('region', { name: en.identity.firstAdmin })).toHaveCount(0)
  expect(complaints).toEqual([])
})
