import { DATAARTS_OPERATIONS } from './dataarts/operations.ts'
import { MODELARTS_OPERATIONS } from './modelarts/operations.ts'
import type { Operation } from './operation.ts'

/** The operation of any service by the vendor's id; no id stands twice. */
export function operationNamed(name: string): Operation | undefined {
  return [...MODELARTS_OPERATIONS, ...DATAARTS_OPERATIONS].find((operation) => operation.name === name)
}
