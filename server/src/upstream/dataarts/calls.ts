import type { z } from 'zod'
import type { Answer, Call } from '../attempt.ts'
import type { CloudHttp } from '../http.ts'
import { CloudFault, type Door } from '../port.ts'
import type { SigningKey } from '../signing.ts'

/** DataService comes as a gateway that all share, or on clusters of one's own. */
export type Edition = 'SHARED' | 'EXCLUSIVE'

/** A connection's workspace in DataArts Studio, and what its identities sign with. */
export type Gate = {
  http: CloudHttp
  project: string
  workspace: string
  edition: Edition
  keys: ReadonlyMap<string, SigningKey>
  pageSize: number
}

/** An answer that was understood. */
export type Told<T> = { value: T; requestId: string | null }

export type Ask = Pick<Call, 'operation' | 'method' | 'query' | 'body' | 'signal' | 'isQuestion' | 'headers'> & {
  /** Segments behind `/v1/{project_id}`. */
  path: readonly string[]
}

function keyOf(gate: Gate, door: Door): SigningKey {
  const key = gate.keys.get(door.identity)
  if (key !== undefined) return key
  const message = `The connection has no identity ${door.identity}`
  throw new CloudFault({ kind: 'unauthenticated', effect: 'none', message })
}

/** An answer of another shape than the operation's: a write may have happened all the same. */
export function rubbish(
  { operation, method, isQuestion }: Ask,
  what: string,
  { requestId }: Pick<Answer, 'requestId'>,
): CloudFault {
  const effect = method === 'GET' || isQuestion === true ? 'none' : 'unknown'
  return new CloudFault({ kind: 'rubbish', effect, message: `${operation}: ${what}`, requestId })
}

/** "Making an API Request": a body with Chinese needs its character set named. */
const JSON_BODY = { 'content-type': 'application/json;charset=UTF-8' }

/** Calls an operation of the project and reads its answer by the schema. */
export async function ask<T extends z.ZodType>(
  { gate, door, schema }: { gate: Gate; door: Door; schema: T },
  asked: Ask,
): Promise<Told<z.output<T>>> {
  const headers = { ...asked.headers, ...(asked.body === undefined ? {} : JSON_BODY) }
  const path = ['v1', gate.project, ...asked.path]
  const answer = await gate.http.send({ ...asked, headers, path, key: keyOf(gate, door) })
  const read = schema.safeParse(answer.json)
  if (!read.success) throw rubbish(asked, 'not the answer of this operation', answer)
  return { value: read.data, requestId: answer.requestId }
}

/**
 * Where an operation of DataService is asked. Both headers always go along: without `Dlm-Type` the shared edition
 * answers, and a misspelt name is overlooked in silence (Terraform provider, change 5382).
 */
export const inService = (
  { workspace, edition }: Gate,
  path: readonly string[],
): Required<Pick<Ask, 'path' | 'headers'>> => ({
  path: ['service', ...path],
  headers: { workspace, 'dlm-type': edition },
})
