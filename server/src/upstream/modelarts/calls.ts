import type { z } from 'zod'
import type { Answer, Call } from '../attempt.ts'
import type { CloudHttp } from '../http.ts'
import { CloudFault, type Door } from '../port.ts'
import type { SigningKey } from '../signing.ts'

/** A connection's project in ModelArts, and what its identities sign with. */
export type Gate = {
  http: CloudHttp
  project: string
  /** `null` when the account has no workspaces: the cloud then takes its default, "0" (ListWorkspace). */
  workspace: string | null
  keys: ReadonlyMap<string, SigningKey>
  pageSize: number
}

/** An answer that was understood. */
export type Told<T> = { value: T; requestId: string | null }

type Ask = Pick<Call, 'operation' | 'method' | 'query' | 'body' | 'signal'> & {
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
  { operation, method }: Ask,
  what: string,
  { requestId }: Pick<Answer, 'requestId'>,
): CloudFault {
  const effect = method === 'GET' ? 'none' : 'unknown'
  return new CloudFault({ kind: 'rubbish', effect, message: `${operation}: ${what}`, requestId })
}

/** Calls an operation of the project and reads its answer by the schema. */
export async function ask<T extends z.ZodType>(
  { gate, door, schema }: { gate: Gate; door: Door; schema: T },
  asked: Ask,
): Promise<Told<z.output<T>>> {
  const answer = await gate.http.send({ ...asked, path: ['v1', gate.project, ...asked.path], key: keyOf(gate, door) })
  const read = schema.safeParse(answer.json)
  if (!read.success) throw rubbish(asked, 'not the answer of this operation', answer)
  return { value: read.data, requestId: answer.requestId }
}

/** `workspace_id` where the connection has one. */
export const inWorkspace = ({ workspace }: Gate): { workspace_id?: string } =>
  workspace === null ? {} : { workspace_id: workspace }
