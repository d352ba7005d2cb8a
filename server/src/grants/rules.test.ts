import { describe, expect, test } from 'vitest'
import type { Role, Scope } from '@grantdesk/shared/identity'
import type { Actor } from '../kernel/permit.ts'
import { type Held, maySwitch, type PickIdentity, stateOf, type Target } from './rules.ts'

const change = (state: NonNullable<Held['change']>['state']): Held['change'] =>
  ({ id: 'i1', state, by: 'Li Wei', at: '2026-11-21T12:00:00.000Z', settledAt: null, cloud: null }) as Held['change']

describe('the state of a row', () => {
  test.each([
    ['nobody ever touched it', { wanted: null, actual: null, change: null }, 'none'],
    ['the cloud has it and nobody decided here', { wanted: null, actual: 'on', change: null }, 'active'],
    ['an intent waits', { wanted: 'on', actual: 'off', change: change('waiting') }, 'issuing'],
    ['an intent to end is being sent', { wanted: 'off', actual: 'on', change: change('sending') }, 'ending'],
    ['the cloud was read as wanted', { wanted: 'on', actual: 'on', change: change('done') }, 'active'],
    ['the cloud did not tell', { wanted: 'on', actual: null, change: change('unknown') }, 'unverified'],
    ['the cloud refused', { wanted: 'on', actual: 'off', change: change('failed') }, 'failed'],
    ['it was refused, and is there nevertheless', { wanted: 'on', actual: 'on', change: change('failed') }, 'active'],
    ['someone took it away elsewhere', { wanted: 'on', actual: 'off', change: change('done') }, 'outside'],
    ['someone gave it elsewhere', { wanted: 'off', actual: 'on', change: change('done') }, 'outside'],
    ['it ended as wanted', { wanted: 'off', actual: 'off', change: change('done') }, 'none'],
  ] as const)('%s', (_name, held, expected) => {
    expect(stateOf(held)).toBe(expected)
  })
})

const target: Target = {
  connection: 'c1',
  service: { id: 's1', cloudId: 'cs1', owner: 'u1', gone: false },
  api: { id: 'a1', cloudId: 'ca1', authType: 'app', gone: false },
  seenBy: [{ label: 'main', duties: ['read', 'grant'], cloudUser: 'u1' }],
}
const app = { id: 'p1', cloudId: 'cp1', creator: 'u1', gone: false }
const person = (...roles: [Role, Scope][]): Actor => ({
  id: 'x',
  name: 'X',
  email: 'x@example.com',
  roles: roles.map(([role, scope]) => ({ role, scope })),
})
const reviewer = person(['reviewer', { of: 'everything' }])
const pick: PickIdentity = () => ({ identity: 'main' })
const none: PickIdentity = () => ({ whyNot: 'creator-differs' })

describe('who may switch', () => {
  test.each([
    ['a reviewer of everything', reviewer, {}, true],
    ['a reviewer of this connection', person(['reviewer', { of: 'connection', id: 'c1' } as Scope]), {}, true],
    ['a reviewer of another service', person(['reviewer', { of: 'service', id: 's2' } as Scope]), {}, 'not-reviewer'],
    ['an admin who reviews nothing', person(['admin', { of: 'everything' }]), {}, 'not-reviewer'],
    [
      'a reviewer who owns the app',
      person(['reviewer', { of: 'everything' }], ['owner', { of: 'app', id: 'p1' } as Scope]),
      {},
      'own-app',
    ],
    ['an API without app authentication', reviewer, { api: { ...target.api, authType: 'none' as const } }, 'auth-type'],
    [
      'an API whose authentication the cloud does not tell',
      reviewer,
      { api: { ...target.api, authType: 'unknown' as const } },
      true,
    ],
    ['an API that is gone', reviewer, { api: { ...target.api, gone: true } }, 'api-gone'],
    ['a service that is gone', reviewer, { service: { ...target.service, gone: true } }, 'service-gone'],
  ] as const)('%s', (_name, actor, change, expected) => {
    expect(maySwitch(pick, actor, { target: { ...target, ...change }, app, wanted: 'on' })).toBe(expected)
  })

  test('taking away is allowed from the own app, and from one that is gone', () => {
    const owner = person(['reviewer', { of: 'everything' }], ['owner', { of: 'app', id: 'p1' } as Scope])
    expect(maySwitch(pick, owner, { target, app: { ...app, gone: true }, wanted: 'off' })).toBe(true)
  })

  test('the rule of the cloud is told as it is', () => {
    expect(maySwitch(none, reviewer, { target, app, wanted: 'on' })).toBe('creator-differs')
  })
})
