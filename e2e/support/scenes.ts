import { expect, type Page } from '@playwright/test'
import type { en } from '@grantdesk/shared/words/en'
import type { zh } from '@grantdesk/shared/words/zh'
import type { Cloud } from './cloud.ts'
import type { Guide } from './places.ts'
import { rowOf, switchOf } from './tables.ts'

/** Who looks, in which language, at which house. */
export type Stage = { page: Page; words: typeof en | typeof zh; guide: Guide; cloud: Cloud }

/** One screen in one state, and how a person gets there. */
export type Scene = {
  name: string
  open: (stage: Stage) => Promise<void>
  /** It shows an answer that is a refusal. */
  refused?: true
}

const REFUSED_APP = 'settlement-archive-2019'

/** The rows are there, and nothing is on its way any more. */
async function settled({ page }: Stage): Promise<void> {
  const grid = page.getByRole('grid')
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await expect(grid).not.toHaveAttribute('aria-busy', 'true')
}

const pageOf =
  (find: (guide: Guide) => Promise<string>, query = '') =>
  async (stage: Stage): Promise<void> => {
    await stage.page.goto((await find(stage.guide)) + query)
    await settled(stage)
  }

const service = (name: string) => async (guide: Guide) => (await guide.placeOf(name)).path

/** What a stranger sees. */
export const doorScenes: readonly Scene[] = [
  {
    name: 'door',
    open: async ({ page, words }) => {
      await page.goto('/')
      await expect(page.getByRole('heading', { name: words.identity.lookAround })).toBeVisible()
    },
  },
  {
    name: 'door-incomplete',
    open: async ({ page, words }) => {
      await page.getByRole('button', { name: words.identity.signIn, exact: true }).click()
      await expect(page.getByText(words.rule.required).first()).toBeVisible()
    },
  },
  {
    name: 'door-refused',
    refused: true,
    open: async ({ page, words }) => {
      await page.getByLabel(words.identity.email).fill('nobody@insurer.example')
      await page.getByLabel(words.identity.password, { exact: true }).fill('no such password')
      await page.getByRole('button', { name: words.identity.signIn, exact: true }).click()
      await expect(page.getByRole('alert')).toContainText(words.problem['wrong-credentials'].title)
    },
  },
]

/** Everybody's lists and what stands before and beside them. */
export const listScenes: readonly Scene[] = [
  { name: 'apis', open: pageOf(() => Promise.resolve('/apis')) },
  {
    name: 'apis-filter',
    open: async (stage) => {
      await pageOf(() => Promise.resolve('/apis?state=concerning'))(stage)
      await stage.page.getByRole('button', { name: stage.words.apis.filter, exact: true }).click()
      await expect(stage.page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'apis-nothing',
    open: async ({ page, words }) => {
      await page.goto('/apis?search=nothing-has-this-name')
      await expect(page.getByText(words.apis.nothing)).toBeVisible()
    },
  },
  { name: 'apps', open: pageOf(() => Promise.resolve('/apps')) },
  { name: 'app', open: pageOf((guide) => guide.pathOfApp('claims-portal')) },
  {
    name: 'app-without-apis',
    open: async ({ page, words, guide }) => {
      await page.goto(await guide.pathOfApp('实习生项目2026'))
      await expect(page.getByText(words.apps.noApis)).toBeVisible()
    },
  },
  {
    name: 'not-found',
    open: async ({ page, words }) => {
      await page.goto('/nowhere')
      await expect(page.getByRole('heading', { level: 1, name: words.shell.notFound })).toBeVisible()
    },
  },
]

const tried = '保单OCR'

/** One API in each of its states. */
export const apiScenes: readonly Scene[] = [
  {
    name: 'api-refused',
    open: async (stage) => {
      await pageOf(service(tried), `?search=${REFUSED_APP}`)(stage)
      const row = rowOf(stage.page.getByRole('grid'), REFUSED_APP)
      const refused = row.getByText(stage.words.grants.states.failed, { exact: true })
      if (!(await refused.isVisible())) await switchOf(row).click()
      await expect(refused).toBeVisible()
      await expect(stage.page.getByRole('alert')).toBeVisible()
    },
  },
  { name: 'api', open: pageOf(service(tried), '?sort=updated&order=desc') },
  {
    name: 'api-selection',
    open: async (stage) => {
      await pageOf(service(tried), '?show=unauthorized')(stage)
      for (const place of [1, 2]) await stage.page.getByRole('row').nth(place).getByRole('checkbox').check()
      await expect(stage.page.getByRole('button', { name: stage.words.grants.bulkOn })).toBeVisible()
    },
  },
  {
    name: 'api-nothing',
    open: async ({ page, words, guide }) => {
      await page.goto(`${await service(tried)(guide)}?search=nothing-has-this-name`)
      await expect(page.getByText(words.grants.nothingFound)).toBeVisible()
    },
  },
  {
    name: 'api-unreachable',
    refused: true,
    open: async ({ page, words, guide, cloud }) => {
      await cloud.fails({ kind: 'reset', operation: 'ShowApiAuthInfos', times: null })
      await page.goto(await service(tried)(guide))
      await expect(page.getByRole('alert')).toContainText(words.problem['cloud-unreachable'].title)
      await cloud.heals()
    },
  },
  {
    name: 'api-longest-name',
    open: pageOf(service('service-marine-route-risk-model-for-hull-and-cargo-v2-2026-pilot')),
  },
  {
    name: 'api-without-app-auth',
    open: async ({ page, words, guide }) => {
      await page.goto(await service('service-surety-credit')(guide))
      await expect(page.getByText(words.whyNot['auth-type'])).toBeVisible()
    },
  },
  {
    name: 'register',
    open: async ({ page, words, guide }) => {
      await page.goto(await service('农险产量评估')(guide))
      await expect(page.getByText(words.apis.noApiTitle)).toBeVisible()
      await page.getByRole('button', { name: words.apis.register }).click()
      await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible()
    },
  },
]

/** What an admin sees, and everybody's own account. */
export const peopleScenes: readonly Scene[] = [
  { name: 'people', open: pageOf(() => Promise.resolve('/people')) },
  {
    name: 'person',
    open: async (stage) => {
      await pageOf(() => Promise.resolve('/people'))(stage)
      await stage.page.getByRole('grid').getByRole('button', { name: 'Chen Jie' }).click()
      await expect(stage.page.getByRole('dialog', { name: 'Chen Jie' })).toBeVisible()
    },
  },
  {
    name: 'person-added',
    open: async (stage) => {
      await pageOf(() => Promise.resolve('/people'))(stage)
      await stage.page.getByRole('button', { name: stage.words.people.add }).click()
      const dialog = stage.page.getByRole('dialog', { name: stage.words.people.addTitle })
      await dialog.getByRole('button', { name: stage.words.people.add }).click()
      await expect(dialog.getByText(stage.words.rule.required).first()).toBeVisible()
    },
  },
  {
    name: 'account',
    open: async ({ page }) => {
      await page.goto('/people')
      await page
        .getByRole('button', { name: /Sam Okafor/ })
        .first()
        .click()
      await expect(page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'password',
    open: async ({ page, words }) => {
      await page.goto('/apis')
      await page.getByRole('button', { name: /Sam Okafor/ }).click()
      await page.getByRole('menuitem', { name: words.shell.changePassword }).click()
      await expect(page.getByRole('dialog', { name: words.identity.passwordTitle })).toBeVisible()
    },
  },
]
