import type { Locator, Page } from '@playwright/test'
import { en } from '@grantdesk/shared/words/en'
import { zh } from '@grantdesk/shared/words/zh'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { bring, switchOf, tableNamed } from '../support/tables.ts'

const LIST = 'ShowApiAuthInfos'
const GRANT = 'AuthorizeApiToApigApps'
const SLOW_MS = 700

const appsOf = (page: Page): Locator => tableNamed(page, /^Apps of|的应用$/)

type Moment = { ms: number; text: string; on: boolean; busy: boolean }

/** Clicks a switch and writes down, frame by frame, what its row shows until it says this. */
const filmed = (row: Locator, until: string): Promise<Moment[]> =>
  row.evaluate((element, last) => {
    const moments: Moment[] = []
    const lever = element.querySelector<HTMLInputElement>('[role=switch]')
    const started = performance.now()
    return new Promise<Moment[]>((done) => {
      const look = () => {
        const text = element.textContent
        moments.push({
          ms: performance.now() - started,
          text,
          on: lever?.checked === true,
          busy: lever?.ariaBusy === 'true',
        })
        if (text.includes(last)) done(moments)
        else requestAnimationFrame(look)
      }
      lever?.click()
      requestAnimationFrame(look)
    })
  }, until)

/** Tries again until it works: a cloud that was down is left alone for a few seconds. */
const retry = (page: Page, name: string): Promise<void> =>
  expect(async () => {
    const button = page.getByRole('button', { name })
    if (await button.isVisible()) await button.click()
    await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 2_000 })
  }).toPass({ timeout: 20_000 })

test('a slow cloud: on its way within a frame, and never green before it was read back', async ({
  page,
  cloud,
  guide,
}) => {
  const place = await guide.placeOf('service-fraud-score')
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(appsOf(page), 'survey-drone')
  await cloud.takes(SLOW_MS)
  const film = await filmed(row, 'Active')
  await cloud.heals()

  const pending = film.findIndex(({ busy }) => busy)
  expect(pending).toBeGreaterThanOrEqual(0)
  expect(pending).toBeLessThanOrEqual(1)
  const green = film.filter(({ on, text }) => on || text.includes('Active') || text.includes('verified'))
  // One call sends it, another reads it back.
  for (const { ms } of green) expect(ms).toBeGreaterThan(2 * SLOW_MS)
  expect(film.slice(pending, -1).every(({ text }) => /Issuing|Not confirmed yet/.test(text))).toBe(true)
  expect(film.at(-1)).toMatchObject({ on: true, busy: false })
})

for (const { locale, words } of [
  { locale: 'en-GB', words: en },
  { locale: 'zh-CN', words: zh },
]) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale })

    test('a failing cloud is told, what was read stays, and the page heals with it', async ({ page, cloud, guide }) => {
      const { path, name } = await guide.placeOf('service-fraud-ring-graph')
      await signInAs(page, 'Li Wei', path)
      const row = await bring(appsOf(page), 'siu-workbench')
      await cloud.fails({ kind: 'status', status: 500, code: 'ModelArts.0010', message: 'Try later.', times: null })
      await page.getByRole('button', { name: words.freshness.refresh, exact: true }).click()
      await expect(page.getByRole('alert')).toContainText(words.problem['cloud-refused'].title)
      await expect(page.getByRole('alert')).toContainText(`${words.cloud.says} Try later.`)
      await expect(row).toBeVisible()
      await expect(switchOf(row)).toBeChecked()
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

      await cloud.heals()
      await retry(page, words.ui.retry)
      await expect(row).toBeVisible()
    })

    test('a cloud that cannot be reached is told on an empty page, which fills when it heals', async ({
      page,
      cloud,
      guide,
    }) => {
      const { path, name } = await guide.placeOf('service-fraud-ring-graph')
      await cloud.fails({ kind: 'reset', operation: LIST, times: null })
      await signInAs(page, 'Li Wei', path)
      const told = page.getByRole('alert').filter({ hasText: words.problem['cloud-unreachable'].title })
      await expect(told).toContainText(words.cloud.happened)
      await expect(told).not.toContainText(words.cloud.says)
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
      await expect(page.getByRole('switch')).toHaveCount(0)

      await cloud.heals()
      await retry(page, words.ui.retry)
      await bring(appsOf(page), 'siu-workbench')
    })

    test('an answer that nobody understands is told as such', async ({ page, cloud, guide }) => {
      const { path } = await guide.placeOf('service-fraud-ring-graph')
      await cloud.fails({ kind: 'rubbish', body: 'text', operation: LIST, times: null })
      await signInAs(page, 'Li Wei', path)
      await expect(page.getByRole('alert').filter({ hasText: words.problem['cloud-rubbish'].title })).toBeVisible()
    })
  })
}

test('a cloud that does not answer is given up, and the lists still work meanwhile', async ({ page, cloud, guide }) => {
  test.setTimeout(90_000)
  const { path, name } = await guide.placeOf('service-fraud-ring-graph')
  await cloud.fails({ kind: 'hang', operation: LIST, times: null })
  await signInAs(page, 'Li Wei', path)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(appsOf(page)).toHaveAttribute('aria-busy', 'true')
  await expect(page.getByRole('alert').filter({ hasText: en.problem['cloud-unreachable'].title })).toBeVisible({
    timeout: 30_000,
  })
  await page.getByRole('link', { name: /^APIs/ }).first().click()
  await expect(tableNamed(page, 'APIs').getByRole('link').first()).toBeVisible()
})

test('a refused switch shows code, message and request id, to be copied, and can be tried again', async ({
  page,
  cloud,
  guide,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const place = await guide.placeOf('service-voice-stress')
  const app = 'survey-drone'
  const appId = await cloud.appNamed(app)
  const reason = 'ModelArts.3937: Failed to grant the API to the app.'
  await cloud.fails({ kind: 'app-failure', operation: GRANT, appId, code: 'ModelArts.3937', reason })
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(appsOf(page), app)
  await switchOf(row).click()
  await expect(row.getByText('Refused', { exact: true })).toBeVisible()
  const told = page.getByRole('alert').filter({ hasText: `${app} was refused by ModelArts.` })
  await expect(told).toContainText('ModelArts.3937')
  await expect(told).toContainText('Failed to grant the API to the app.')
  const shown = await told.getByText(/request [0-9a-f]{16,}/).textContent()
  const requestId = /request (\S+)/.exec(shown ?? '')?.[1] ?? 'none'

  await told.getByRole('button', { name: en.cloud.copy }).click()
  await expect(told.getByText('Copied')).toBeAttached()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('ModelArts.3937')
  expect(copied).toContain(requestId)

  await told.getByRole('button', { name: en.grants.again }).click()
  await expect(row.getByText('Active', { exact: true })).toBeVisible()
  await expect(told).toHaveCount(0)
})

test('a write whose answer was lost is not called active until a reading shows it', async ({ page, cloud, guide }) => {
  const place = await guide.placeOf('service-voice-stress')
  const app = 'tow-dispatch'
  await signInAs(page, 'Li Wei', place.path)
  const row = await bring(appsOf(page), app)
  await cloud.fails({ kind: 'lost', operation: GRANT })
  await cloud.fails({ kind: 'reset', operation: LIST, times: null })
  await switchOf(row).click()
  await expect(row.getByText('Not confirmed yet', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(switchOf(row)).not.toBeChecked()
  await cloud.heals()
  await expect(row.getByText('Active', { exact: true })).toBeVisible({ timeout: 30_000 })
  expect(await cloud.changesOf(place.cloud.api, app)).toEqual(['grant'])
})
