import { describe, expect, it } from 'vitest'
import type { Identity } from '@grantdesk/shared/connections'
import type { Actor } from '../kernel/permit.ts'
import { authTypeOf, mayRegister, maySwitchHere, pickIdentity, serviceStateOf, type Standing } from './rules.ts'

const identity = (label: string, cloudUser: string | null, ...duties: Identity['duties']): Identity => ({
  label,
  duties,
  cloudUser,
})
const reader = identity('reader', null, 'read')
const claims = identity('claims', 'u-claims', 'read', 'grant')
const lending = identity('lending', 'u-lending', 'read', 'grant')
const fresh = identity('fresh', null, 'grant')

describe('the identity for a write', () => {
  const cases: [string, Parameters<typeof pickIdentity>, ReturnType<typeof pickIdentity>][] = [
    ['is nobody when none may grant', [{ owner: 'u-claims' }, [reader]], { whyNot: 'no-identity' }],
    ['is nobody when none has seen the service', [{ owner: 'u-claims' }, []], { whyNot: 'no-identity' }],
    ['is the owner', [{ owner: 'u-lending' }, [claims, lending]], { identity: 'lending' }],
    [
      'is rather one who may be the owner than one who is not',
      [{ owner: 'u-x' }, [claims, fresh]],
      { identity: 'fresh' },
    ],
    ['is the first in the configuration among equals', [{ owner: 'u-x' }, [claims, lending]], { identity: 'claims' }],
    [
      'is the creator of the app where the owner is unknown',
      [{ owner: null }, [claims, lending], { creator: 'u-lending' }],
      { identity: 'lending' },
    ],
    [
      'is left to the cloud where the creator is unknown',
      [{ owner: 'u-claims' }, [claims], { creator: null }],
      { identity: 'claims' },
    ],
    [
      'is nobody when creators differ',
      [{ owner: 'u-claims' }, [claims], { creator: 'u-lending' }],
      { whyNot: 'creator-differs' },
    ],
    [
      'is told as missing before creators are compared',
      [{ owner: 'u-claims' }, [reader], { creator: 'u-x' }],
      { whyNot: 'no-identity' },
    ],
  ]
  it.each(cases)('%s', (_, given, expected) => {
    expect(pickIdentity(...given)).toEqual(expected)
  })
})

const actor = (...roles: Actor['roles']): Actor => ({ id: 'p', name: 'P', email: 'p@example.com', roles })
const everywhere = actor({ role: 'reviewer', scope: { of: 'everything' } })
const standing: Standing = {
  connection: 'north',
  service: { id: 's1', owner: 'u-claims', gone: false },
  api: { id: 'a1', authType: 'app', gone: false },
  seenBy: [reader, claims],
  registering: false,
}
const scoped = (of: 'connection' | 'service' | 'api' | 'app', id: string) =>
  actor({ role: 'reviewer', scope: { of, id } as Actor['roles'][number]['scope'] })

describe('switching apps of an API', () => {
  const cases: [string, Actor, Partial<Standing>, ReturnType<typeof maySwitchHere>][] = [
    ['is for reviewers', everywhere, {}, true],
    ['is not for an admin as such', actor({ role: 'admin', scope: { of: 'everything' } }), {}, 'not-reviewer'],
    ['is for a reviewer of the connection', scoped('connection', 'north'), {}, true],
    ['is for a reviewer of the service', scoped('service', 's1'), {}, true],
    ['is for a reviewer of the API', scoped('api', 'a1'), {}, true],
    ['is not for a reviewer of another API', scoped('api', 'a2'), {}, 'not-reviewer'],
    ['is not for a reviewer of an app', scoped('app', 'a1'), {}, 'not-reviewer'],
    ['ends with the service', everywhere, { service: { id: 's1', owner: null, gone: true } }, 'service-gone'],
    ['ends with the API', everywhere, { api: { id: 'a1', authType: 'app', gone: true } }, 'api-gone'],
    ['needs an API', everywhere, { api: null }, 'api-gone'],
    [
      'leaves an unknown auth type to the cloud',
      everywhere,
      { api: { id: 'a1', authType: 'unknown', gone: false } },
      true,
    ],
    [
      'is not possible where apps are not asked',
      everywhere,
      { api: { id: 'a1', authType: 'iam', gone: false } },
      'auth-type',
    ],
    [
      'is not possible with a strange auth type',
      everywhere,
      { api: { id: 'a1', authType: 'other', gone: false } },
      'auth-type',
    ],
    ['needs an identity that may', everywhere, { seenBy: [reader] }, 'no-identity'],
  ]
  it.each(cases)('%s', (_, who, changed, expected) => {
    expect(maySwitchHere(who, { ...standing, ...changed })).toBe(expected)
  })
})

describe('registering an API', () => {
  const free = { ...standing, api: null }
  const cases: [string, Actor, Partial<Standing>, ReturnType<typeof mayRegister>][] = [
    ['is for reviewers of the service', scoped('service', 's1'), {}, true],
    ['is not for a reviewer of some API', scoped('api', 'a1'), {}, 'not-reviewer'],
    ['happens once', everywhere, { api: standing.api }, 'api-exists'],
    ['is possible again after the API has gone', everywhere, { api: { id: 'a1', authType: 'app', gone: true } }, true],
    ['waits for one that is on its way', everywhere, { registering: true }, 'in-progress'],
    ['ends with the service', everywhere, { service: { id: 's1', owner: null, gone: true } }, 'service-gone'],
    ['needs an identity that may', everywhere, { seenBy: [] }, 'no-identity'],
  ]
  it.each(cases)('%s', (_, who, changed, expected) => {
    expect(mayRegister(who, { ...free, ...changed })).toBe(expected)
  })
})

describe('words of the cloud', () => {
  it.each([
    ['APP', 'app'],
    ['app', 'app'],
    [' IAM ', 'iam'],
    ['NONE', 'none'],
    ['', 'unknown'],
    [null, 'unknown'],
    ['APIG', 'other'],
    ['constructor', 'other'],
  ] as const)('auth type %s is %s', (word, type) => {
    expect(authTypeOf(word)).toBe(type)
  })

  it.each([
    ['running', 'running'],
    ['Concerning', 'concerning'],
    ['upgrading', 'other'],
    [null, 'other'],
  ] as const)('status %s is %s', (word, state) => {
    expect(serviceStateOf(word)).toBe(state)
  })
})
