import type { Persona, Session, showSession as contract } from '@grantdesk/shared/identity'
import type { Answer } from '@grantdesk/shared/kernel/endpoint'
import type { Clock } from '../../kernel/clock.ts'
import type { Actor } from '../../kernel/permit.ts'
import { PERSONAS } from '../demo-people.ts'
import type { PeopleStore } from '../store.ts'
import { scopeOf } from '../tables.ts'
import { type NamesOf, viewRole } from '../view.ts'

export type ShowNeeds = { people: PeopleStore; clock: Clock; namesOf: NamesOf; demo: boolean; version: string }

export type ShowSession = (person: string | null) => Promise<Answer<typeof contract>>

/** What a browser needs to know before anything else: who is here, and how to come in. */
export const createShowSession = (needs: ShowNeeds): ShowSession => {
  const { people, demo, version } = needs
  return async (person) => ({
    person: person === null ? null : await self(needs, person),
    personas: demo ? await personas(needs) : [],
    firstAdmin: !demo && !(await people.isAnybody()),
    demo,
    version,
  })
}

async function self({ people, clock, namesOf }: ShowNeeds, id: string) {
  const person = await people.find(id)
  if (!person) return null
  const roles = await people.assignmentsOf([id], clock.now())
  const nameOf = await namesOf(roles.map(scopeOf))
  return {
    id: id as NonNullable<Session['person']>['id'],
    name: person.name,
    email: person.email,
    roles: roles.map((role) => viewRole(role, nameOf)),
  }
}

async function personas({ people, clock }: ShowNeeds): Promise<Answer<typeof contract>['personas']> {
  const roles = await people.assignmentsOf(
    PERSONAS.map(({ id }) => id),
    clock.now(),
  )
  return PERSONAS.map(({ id, name, title }) => ({
    id: id as Persona['id'],
    name,
    title,
    roles: [...new Set(roles.filter(({ person }) => person === id).map(({ role }) => role))],
  }))
}

export const showSession =
  ({ show }: { show: ShowSession }) =>
  (_input: unknown, { actor }: { actor: Actor | null }): Promise<Answer<typeof contract>> =>
    show(actor?.id ?? null)
