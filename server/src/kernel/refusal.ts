import type { CloudWord, Code, Issue } from '@grantdesk/shared/kernel/problem'

export type Facts = {
  detail?: string
  reason?: string
  issues?: Issue[]
  current?: unknown
  cloud?: CloudWord
  retryAfter?: number
}

/** A wish that is not granted, by a code of the closed list; told to the person, never logged as an error. */
export class Refusal extends Error {
  readonly code: Code
  readonly facts: Facts
  constructor(code: Code, facts: Facts = {}) {
    super(facts.detail ?? code)
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
  }
}

export function refuse(code: Code, facts: Facts = {}): never {
  throw new Refusal(code, facts)
}
