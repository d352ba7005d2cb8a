import type { listPeople as contract } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import type { Clock } from '../../kernel/clock.ts'
import type { peopleListStore } from './list-store.ts'
import type { PeopleStore } from '../store.ts'
import { scopeOf } from '../tables.ts'
import { type NamesOf, viewPerson } from '../view.ts'

export type ListNeeds = {
  pages: ReturnType<typeof peopleListStore>
  people: PeopleStore
  clock: Clock
  namesOf: NamesOf
}

/** People with their roles, page by page. */
export const listPeople =
  ({ pages, people, clock, namesOf }: ListNeeds) =>
  async ({ query }: Input<typeof contract>): Promise<Answer<typeof contract>> => {
    const now = clock.now()
    const { rows, next, total } = await pages.page(query, now)
    const roles = await people.assignmentsOf(
      rows.map(({ id }) => id),
      now,
    )
    const nameOf = await namesOf(roles.map(scopeOf))
    return { rows: rows.map((row) => viewPerson(row, roles, nameOf)), next, total }
  }
