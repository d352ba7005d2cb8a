import { join } from 'node:path'
import type { AccessRow } from '@grantdesk/shared/grants'
import { signInAs } from '../support/actors.ts'
import { ApiClient } from '../support/api-client.ts'
import { expect, test } from '../support/house.ts'

/** `README_PICTURE=on pnpm e2e readme-picture` takes the README's picture anew; otherwise it is only looked at. */
const DOCS = join(import.meta.dirname, '../../docs/screenshot.png')
const isKept = process.env['README_PICTURE'] === 'on'

test.use({ colorScheme: 'light' })

/** The id of an API, once the inventory has read everything. */
async function apiNamed(desk: ApiClient, service: string): Promise<string> {
  type Fresh = { rows: { freshness: { state: string } }[] }
  const states = async () => (await desk.call<Fresh>('listConnections')).rows.map(({ freshness }) => freshness.state)
  await expect.poll(async () => (await states()).every((state) => state === 'fresh'), { timeout: 30_000 }).toBe(true)
  const found = await desk.call<{ rows: { api: { id: string } | null }[] }>('listApis', { query: { search: service } })
  return found.rows[0]?.api?.id ?? ''
}

test('the page of an API shows what was verified and what the cloud refused', async ({ page, house }, {
  outputDir,
}) => {
  const desk = await ApiClient.of(house.url)
  await desk.call('signInAsPersona', { body: { persona: 'li-wei' } })
  const api = await apiNamed(desk, 'service-claims-triage')
  const { rows } = await desk.call<{ rows: AccessRow[] }>('listAccess', {
    path: { api },
    query: { show: 'unauthorized', sort: 'updated', order: 'desc', limit: '200' },
  })
  const able = rows.filter(({ grant }) => grant.allowed.on === true).map(({ app }) => app.name)
  const refused = 'settlement-archive-2019'
  const chosen = [...able.filter((name) => name !== refused).slice(0, 2), refused]

  await signInAs(page, 'Li Wei')
  await page.goto(`/apis/${api}?sort=updated&order=desc`)
  for (const name of chosen) {
    await page.getByRole('searchbox', { name: 'App name' }).fill(name)
    await expect(page.getByRole('switch')).toHaveCount(1)
    await page.getByRole('switch', { name: `Access of ${name} to` }).click()
    const row = page.getByRole('row', { name })
    await expect(row.getByText(name === refused ? 'Refused' : /verified/).first()).toBeVisible()
  }
  await page.goto(`/apis/${api}?sort=updated&order=desc`)
  await expect(page.getByText('The gateway instance of the app has been released.').first()).toBeVisible()
  await page.screenshot({ path: isKept ? DOCS : join(outputDir, 'picture.png'), animations: 'disabled' })
})
