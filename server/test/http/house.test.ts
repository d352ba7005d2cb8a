import { showSession } from '@grantdesk/shared/identity'
import { listApis } from '@grantdesk/shared/apis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHouse, type TestHouse } from '../house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startHouse()
})
afterAll(() => house.close())

test('the house under test is open, read and signed in to', async () => {
  const wei = await house.as('li-wei')
  expect((await wei.call(showSession, {})).ok().person?.name).toBe('Li Wei')
  expect((await wei.call(listApis, { query: { limit: 200 } })).ok().total).toBe(18)
})
