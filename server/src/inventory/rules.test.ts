import { describe, expect, it } from 'vitest'
import { contradicts, stateFrom, united } from './rules.ts'

const api = (apiId: string, authType: string | null = 'APP') => ({ apiId, authType })
const apps = (...ids: string[]) => ids.map((appId) => ({ appId }))

describe('the state of an API', () => {
  it('is what the answer about its service says of it', () => {
    expect(stateFrom(api('a'), { apiId: 'a', apps: apps('x', 'y') })).toEqual({
      apiId: 'a',
      authorized: apps('x', 'y'),
      unauthorized: 'others',
    })
  })

  it.each([
    ['the answer speaks of another API', api('b'), { apiId: 'a', apps: apps('x') }],
    ['the answer speaks of none, though apps are asked for', api('a'), null],
    ['its auth type is unknown', api('a', null), null],
    ['its auth type is strange', api('a', 'APIG'), null],
  ])('must be asked for when %s', (_, given, told) => {
    expect(stateFrom(given, told)).toBeNull()
  })

  it.each(['IAM', 'none', ' NONE '])('is empty with the auth type %s', (word) => {
    expect(stateFrom(api('a', word), null)).toEqual({ apiId: 'a', authorized: [], unauthorized: 'others' })
  })
})

describe('the lists of several identities', () => {
  const row = (appId: string, authorized: boolean) => ({ app: { appId }, authorized })

  it('together show what any of them shows, and nothing of apps that none sees', () => {
    const lists = [
      { rows: [row('x', true), row('y', false)], complete: true },
      { rows: [row('y', true), row('z', false), row('x', true)], complete: true },
    ]
    expect(united('a', lists)).toEqual({ apiId: 'a', authorized: apps('x', 'y'), unauthorized: ['z'] })
  })

  it('end nothing when one of them is not whole', () => {
    const lists = [{ rows: [row('x', true), row('y', false)], complete: false }]
    expect(united('a', lists)).toEqual({ apiId: 'a', authorized: apps('x'), unauthorized: [] })
  })
})

describe('two answers about one service', () => {
  it('contradict each other when one knows an API that the other does not list', () => {
    expect(contradicts([api('a')], { apiId: 'b', apps: [] })).toBe(true)
    expect(contradicts([], { apiId: 'b', apps: [] })).toBe(true)
    expect(contradicts([api('a'), api('b')], { apiId: 'b', apps: [] })).toBe(false)
    expect(contradicts([], null)).toBe(false)
  })
})
