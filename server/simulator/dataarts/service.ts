import type { Service } from '../gate.ts'
import { refusal } from './errors.ts'
import { DATAARTS_OPERATIONS } from './operations.ts'
import { admit } from './place.ts'

/** DataArts Studio: DataService, and the look-ups of instances and workspaces. */
export const dataarts: Service = {
  name: 'dataarts',
  operations: DATAARTS_OPERATIONS,
  admit,
  noJson: () => refusal.parameter('the body is not JSON'),
  failure: refusal.internal,
}
