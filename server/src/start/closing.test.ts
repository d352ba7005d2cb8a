import { expect, test } from 'vitest'
import { createClosing } from './closing.ts'

test('what was opened last is closed first, each after the one before', async () => {
  const closed: string[] = []
  const closing = createClosing()
  for (const name of ['cloud', 'storage', 'house']) {
    closing.add(name, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      closed.push(name)
    })
  }
  expect(await closing.all(5_000)).toEqual([])
  expect(closed).toEqual(['house', 'storage', 'cloud'])
})

test('one that fails is named, and keeps no other open', async () => {
  const closed: string[] = []
  const closing = createClosing()
  closing.add('storage', async () => void closed.push('storage'))
  closing.add('house', () => Promise.reject(new Error('stuck')))
  expect(await closing.all(5_000)).toEqual(['house'])
  expect(closed).toEqual(['storage'])
})

test('what does not end in time is named with what waits behind it', async () => {
  const closing = createClosing()
  closing.add('storage', async () => {})
  closing.add('house', () => new Promise(() => {}))
  closing.add('build', async () => {})
  expect(await closing.all(20)).toEqual(['storage', 'house'])
})

test('what was closed once is not closed again', async () => {
  let times = 0
  const closing = createClosing()
  closing.add('storage', async () => void times++)
  await closing.all(5_000)
  await closing.all(5_000)
  expect(times).toBe(1)
})
