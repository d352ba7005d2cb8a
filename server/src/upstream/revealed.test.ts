import { format, inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Revealed } from './revealed.ts'

const revealed = new Revealed({ key: 'KEY', secret: 'hush' })

test('a revealed secret is told to the one who asks for it', () => {
  expect(revealed.reveal()).toEqual({ key: 'KEY', secret: 'hush' })
})

test('a revealed secret shows itself nowhere else', () => {
  const copy = Object.assign({}, revealed)
  const shown = [
    String(revealed),
    JSON.stringify({ app: revealed, copy }),
    inspect({ app: revealed }, { depth: 9, showHidden: true }),
    format('%o %O %j', revealed, revealed, revealed),
    JSON.stringify(Object.entries(revealed)),
  ].join()
  expect(shown).toContain('[secret]')
  expect(shown).not.toMatch(/hush|KEY/)
})
