import { signInAs, signOut } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'

for (const persona of ['Li Wei', 'Chen Jie', 'Zhao Min', 'Anna Keller', 'Sam Okafor']) {
  test(`${persona} signs in with one click, and out again`, async ({ page, watched }) => {
    await signInAs(page, persona)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await signOut(page, persona)
    expect(watched.looked).toBeGreaterThan(10)
  })
}
