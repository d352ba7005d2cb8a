import { describe, expect, it } from 'vitest'
import type { Role, Scope } from '@grantdesk/shared/identity'
import { ROLES } from '@grantdesk/shared/kernel/endpoint'
import { ABSOLUTE_MS, fits, IDLE_MS, isLastAdmin, isOver, isSeenAnew, mayGive } from './rules.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const everything: Scope = { of: 'everything' }
const app = { of: 'app', id: 'a1' } as Scope

describe('a session', () => {
  it.each([
    ['just begun', 0, 0, false],
    ['used within eight hours', ABSOLUTE_MS - 1, IDLE_MS - 1, false],
    ['idle for eight hours', IDLE_MS, IDLE_MS, true],
    ['seven days old', ABSOLUTE_MS, 0, true],
    ['begun in the future of a clock that was set back', -IDLE_MS, -IDLE_MS, false],
  ])('%s is over: %#', (_name, started, seen, expected) => {
    expect(isOver({ startedAt: ago(started), seenAt: ago(seen) }, NOW)).toBe(expected)
  })

  it('is written down as used once a minute', () => {
    expect(isSeenAnew({ startedAt: NOW, seenAt: ago(59_999) }, NOW)).toBe(false)
    expect(isSeenAnew({ startedAt: NOW, seenAt: ago(60_000) }, NOW)).toBe(true)
  })
})

describe('roles', () => {
  it('have the scopes that make sense for them', () => {
    const scopes = ['everything', 'connection', 'service', 'api', 'app'] as const
    const table = Object.fromEntries(
      ROLES.map((role) => [role, scopes.filter((of) => fits(role, { of, id: 'x' } as Scope))]),
    )
    expect(table).toEqual({
      admin: ['everything'],
      reviewer: ['everything', 'connection', 'service', 'api'],
      owner: ['app'],
      auditor: ['everything'],
    })
  })

  const held = [{ id: 'r1', role: 'owner' as Role, scope: app, until: null }]
  const other = { giver: 'ada', receiver: 'bob', enabledPeople: 2, now: NOW }
  it.each([
    [{ role: 'auditor', scope: everything, until: null }, other, true],
    [{ role: 'owner', scope: app, until: null }, other, 'already-there'],
    [{ role: 'owner', scope: { of: 'app', id: 'a2' }, until: null }, other, true],
    [{ role: 'owner', scope: everything, until: null }, other, 'scope'],
    [{ role: 'auditor', scope: everything, until: NOW }, other, 'until'],
    [{ role: 'auditor', scope: everything, until: null }, { ...other, receiver: 'ada' }, 'own-roles'],
    [{ role: 'auditor', scope: everything, until: null }, { ...other, receiver: 'ada', enabledPeople: 1 }, true],
  ])('%j given by %j: %j', (gift, who, expected) => {
    expect(mayGive(gift as Parameters<typeof mayGive>[0], held, who)).toBe(expected)
  })
})

describe('the last admin', () => {
  const ada = { person: 'ada', assignment: 'r1' }
  const bob = { person: 'bob', assignment: 'r2' }
  it.each([
    [[ada], { person: 'ada' }, true],
    [[ada], { assignment: 'r1' }, true],
    [[ada], { person: 'bob' }, false],
    [[ada, bob], { person: 'ada' }, false],
    [[ada, { ...ada, assignment: 'r3' }], { assignment: 'r1' }, false],
    [[ada, { ...ada, assignment: 'r3' }], { person: 'ada' }, true],
    [[], { person: 'ada' }, false],
  ])('of %j without %j: %j', (admins, without, expected) => {
    expect(isLastAdmin(admins, without)).toBe(expected)
  })
})
