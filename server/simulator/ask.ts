import type { Caller } from './iam/callers.ts'
import type { Author } from './log.ts'
import type { World } from './world.ts'

export type Query = Record<string, string | string[] | undefined>

/** What an operation is asked, by whom, and how the answer is to be spoilt. */
export interface Ask {
  world: World
  caller: Caller
  author: Author
  params: Record<string, string>
  query: Query
  /** Of the request's headers those that an operation may read. */
  headers: Readonly<Record<string, string>>
  /** The parsed body; null when there was none. */
  body: unknown
  /** The position in the log of transitions that a reading operation answers from. */
  seen: number
  /** Apps that this request must not succeed for, with the reason; empty unless a fault says so. */
  refused: ReadonlyMap<string, string>
}

export interface Answer {
  status: number
  body?: unknown
}

/** A path parameter of the operation; the router guarantees that it is there. */
export function param(ask: Ask, name: string): string {
  return ask.params[name] ?? ''
}
