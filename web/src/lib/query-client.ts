import { QueryCache, QueryClient } from '@tanstack/react-query'
import { Refused, Unreached } from './call.ts'

const TRIES = 2
const FRESH_MS = 10_000
const KEPT_MS = 5 * 60_000

/** Reading again helps only where nothing was answered, or where the desk itself was not ready. */
export const mayRetry = (failures: number, error: unknown): boolean => {
  if (failures >= TRIES) return false
  return error instanceof Unreached || (error instanceof Refused && error.problem.code === 'unavailable')
}

/** Answers are shown at once and refreshed behind; a change is never repeated by itself. */
export const makeQueryClient = (onSignedOut: () => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof Refused && error.problem.code === 'not-signed-in') onSignedOut()
      },
    }),
    defaultOptions: {
      queries: { retry: mayRetry, staleTime: FRESH_MS, gcTime: KEPT_MS, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
