import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { listApis } from '@grantdesk/shared/apis'
import { listApps } from '@grantdesk/shared/apps'
import { listConnections } from '@grantdesk/shared/connections'
import {
  addPerson,
  changePerson,
  giveRole,
  listPeople,
  type Person,
  type Scope,
  takeRole,
} from '@grantdesk/shared/identity'
import type { Request } from '@grantdesk/shared/kernel/endpoint'
import type { AssignmentId } from '@grantdesk/shared/kernel/ids'
import { call } from '../../lib/call.ts'

type PeopleView = Omit<Request<typeof listPeople>['query'], 'cursor' | 'limit'>

export const peopleQuery = (view: PeopleView) =>
  infiniteQueryOptions({
    queryKey: ['people', view],
    queryFn: ({ pageParam, signal }) => call(listPeople, { query: { ...view, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** Every change of a person is followed by a fresh list; the own roles may have changed too. */
const useFollow = () => {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['people'] })
    void client.invalidateQueries({ queryKey: ['session'] })
  }
}

export const useAddPerson = () => {
  const follow = useFollow()
  return useMutation({
    mutationFn: (body: Request<typeof addPerson>['body']) => call(addPerson, { body }),
    onSettled: follow,
  })
}

type Of<T> = { person: Person } & T

export const useChangePerson = () => {
  const follow = useFollow()
  return useMutation({
    mutationFn: ({ person, ...body }: Of<{ name?: string; disabled?: boolean }>) =>
      call(changePerson, { params: { person: person.id }, body }, { version: person.version }),
    onSettled: follow,
  })
}

export const useGiveRole = () => {
  const follow = useFollow()
  return useMutation({
    mutationFn: ({ person, ...body }: Of<Request<typeof giveRole>['body']>) =>
      call(giveRole, { params: { person: person.id }, body }, { version: person.version }),
    onSettled: follow,
  })
}

export const useTakeRole = () => {
  const follow = useFollow()
  return useMutation({
    mutationFn: ({ person, assignment }: Of<{ assignment: AssignmentId }>) =>
      call(takeRole, { params: { person: person.id, assignment } }, { version: person.version }),
    onSettled: follow,
  })
}

export type ScopeOf = Scope['of']
type ScopeChoice = { scope: Scope; name: string; detail: string }

const choices = {
  everything: () => Promise.resolve([]),
  connection: async (search, signal) => {
    const { rows } = await call(listConnections, {}, { signal })
    return rows
      .filter((row) => row.label.toLowerCase().includes(search.toLowerCase()))
      .map((row) => ({ scope: { of: 'connection', id: row.id }, name: row.label, detail: row.region }))
  },
  service: async (search, signal) => {
    const { rows } = await call(listApis, { query: { sort: 'service', ...(search ? { search } : {}) } }, { signal })
    return rows.map((row) => ({
      scope: { of: 'service', id: row.service.id },
      name: row.service.name,
      detail: row.connectionLabel,
    }))
  },
  api: async (search, signal) => {
    const query = { registered: 'true' as const, ...(search ? { search } : {}) }
    const { rows } = await call(listApis, { query }, { signal })
    return rows.flatMap(({ api, service }): ScopeChoice[] =>
      api ? [{ scope: { of: 'api', id: api.id }, name: api.name, detail: service.name }] : [],
    )
  },
  app: async (search, signal) => {
    const { rows } = await call(listApps, { query: search ? { search } : {} }, { signal })
    return rows.map((row) => ({ scope: { of: 'app', id: row.id }, name: row.name, detail: row.connectionLabel }))
  },
} satisfies Record<ScopeOf, (search: string, signal: AbortSignal) => Promise<ScopeChoice[]>>

/** Where a role could hold, searched by name. */
export const scopeChoicesQuery = (of: ScopeOf, search: string) =>
  queryOptions({
    queryKey: ['scope-choices', of, search],
    queryFn: ({ signal }): Promise<ScopeChoice[]> => choices[of](search, signal),
    placeholderData: keepPreviousData,
  })
