import type { z } from 'zod'
import type { Code } from './problem.ts'

export const ROLES = ['admin', 'reviewer', 'owner', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** Who may call an operation at all; which rows he may touch is decided by the room's rules. */
export type May = 'anyone' | 'person' | Role

type Schema = z.ZodType

/**
 * What an operation is: said once, here, and kept by both sides.
 *
 * Every mutation of a signed-in person carries an `Idempotency-Key`; `ifMatch` asks for the version of the row besides.
 */
export type Endpoint = {
  /** The operation's name in OpenAPI. */
  id: string
  summary: string
  method: 'get' | 'post' | 'put' | 'delete'
  /** Express form, e.g. `/api/v1/apis/:api/grants/:app`. */
  path: `/api/v1/${string}`
  params?: Schema
  query?: Schema
  body?: Schema
  reply: Schema
  status: 200 | 201 | 202
  may: May
  ifMatch?: true
  /** What it may refuse beyond what every operation of its kind may refuse. */
  refusals: readonly Code[]
}

type Parsed<S> = S extends Schema ? z.output<S> : undefined
type Given<S> = S extends Schema ? z.input<S> : undefined

/** What a use-case gets: every part parsed. */
export type Input<E extends Endpoint> = {
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  body: Parsed<E['body']>
}

/** What a caller gives. */
export type Request<E extends Endpoint> = {
  [K in 'params' | 'query' | 'body' as E[K] extends Schema ? K : never]: Given<E[K]>
}

export type Reply<E extends Endpoint> = z.output<E['reply']>
/** What a use-case answers, before the contract has parsed it. */
export type Answer<E extends Endpoint> = z.input<E['reply']>

/** Keeps the literal types of a contract while checking its form. */
export const endpoint = <const E extends Endpoint>(e: E): E => e

/** Whether an operation changes something. */
export const isMutation = (e: Endpoint): boolean => e.method !== 'get'
