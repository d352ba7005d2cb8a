import { en } from '@grantdesk/shared/words/en'
import { zh } from '@grantdesk/shared/words/zh'
import { signInAs } from '../support/actors.ts'
import { expect, test } from '../support/house.ts'
import { faultsOf } from '../support/look.ts'
import { apiScenes, doorScenes, listScenes, peopleScenes } from '../support/scenes.ts'

test.describe.configure({ mode: 'parallel' })

const GROUPS = [
  { what: 'at the door', person: null, scenes: doorScenes },
  { what: 'on the lists', person: 'Li Wei', scenes: listScenes },
  { what: 'on an API', person: 'Li Wei', scenes: apiScenes },
  { what: 'on people', person: 'Sam Okafor', scenes: peopleScenes },
]

for (const { locale, words } of [
  { locale: 'en-GB', words: en },
  { locale: 'zh-CN', words: zh },
]) {
  test.describe(locale, () => {
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } })

    for (const { what, person, scenes } of GROUPS) {
      test(`nothing is wrong ${what}, in either theme and on any width`, async ({
        page,
        guide,
        cloud,
        heard,
      }, info) => {
        test.setTimeout(180_000)
        if (person !== null) await signInAs(page, person)
        for (const { name, open, refused = false } of scenes) {
          await test.step(name, async () => {
            const before = heard.refusals.length
            await open({ page, words, guide, cloud })
            expect.soft(await faultsOf(page, info, `${name}-${locale}`)).toEqual([])
            if (!refused) expect.soft(heard.refusals.slice(before)).toEqual([])
          })
        }
      })
    }
  })
}

test('a planted fault of each kind is found', async ({ page }, info) => {
  await page.goto('/')
  await page.getByRole('main').evaluate((main) => {
    const text = main.appendChild(document.createElement('p'))
    text.textContent = 'too pale and too wide'
    Object.assign(text.style, { color: '#bbb', background: '#fff', width: '500px' })
  })
  const found = await faultsOf(page, info, 'planted')
  expect(found).toContainEqual(expect.stringContaining('light: color-contrast'))
  expect(found).toContainEqual(expect.stringContaining('320 px: scrolls sideways'))
})
