import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  changePassword,
  makeFirstAdmin,
  type Session,
  showSession,
  signIn,
  signInAsPersona,
  signOut,
} from '@grantdesk/shared/identity'
import type { Request } from '@grantdesk/shared/kernel/endpoint'
import type { PersonId } from '@grantdesk/shared/kernel/ids'
import { call } from '../../lib/call.ts'

/** Who is here; asked once, and again when somebody signed in or out. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(showSession, {}, { signal }),
  staleTime: 60_000,
  refetchOnWindowFocus: true,
})

/** Another person sees other things: nothing that was read before stays. */
const useEnter = () => {
  const client = useQueryClient()
  return (session: Session) => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    client.setQueryData(sessionQuery.queryKey, session)
  }
}

export const useSignIn = () => {
  const enter = useEnter()
  return useMutation({ mutationFn: (body: Request<typeof signIn>['body']) => call(signIn, { body }), onSuccess: enter })
}

export const useSignInAsPersona = () => {
  const enter = useEnter()
  return useMutation({
    mutationFn: (persona: PersonId) => call(signInAsPersona, { body: { persona } }),
    onSuccess: enter,
  })
}

export const useSignOut = () => {
  const enter = useEnter()
  return useMutation({ mutationFn: () => call(signOut, {}), onSuccess: enter })
}

export const useMakeFirstAdmin = () => {
  const enter = useEnter()
  return useMutation({
    mutationFn: (body: Request<typeof makeFirstAdmin>['body']) => call(makeFirstAdmin, { body }),
    onSuccess: enter,
  })
}

export const useChangePassword = () =>
  useMutation({ mutationFn: (body: Request<typeof changePassword>['body']) => call(changePassword, { body }) })
