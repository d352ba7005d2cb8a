import { checkProject } from '../iam/callers.ts'
import type { Service } from '../gate.ts'
import { refusal } from './errors.ts'
import { MODELARTS_OPERATIONS } from './operations.ts'

/** ModelArts v1. */
export const modelarts: Service = {
  name: 'modelarts',
  operations: MODELARTS_OPERATIONS,
  admit: checkProject,
  noJson: () => refusal.body('it is not JSON'),
  failure: refusal.internal,
}
