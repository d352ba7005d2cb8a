import type { Operation } from '../operation.ts'

/** Every operation of DataArts Studio that the simulator knows, by the vendor's names. */
export const DATAARTS_OPERATIONS: readonly Operation[] = []
