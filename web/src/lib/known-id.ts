import type { z } from 'zod'
import { Refused } from './call.ts'

/** An id from an address; one that cannot be an id at all does not exist, and the desk need not be asked. */
export const knownId = <S extends z.ZodType>(schema: S, given: string): z.output<S> => {
  const id = schema.safeParse(given)
  if (id.success) return id.data
  throw new Refused({
    type: 'urn:grantdesk:problem:not-found',
    title: 'not-found',
    status: 404,
    code: 'not-found',
    instance: '',
  })
}
