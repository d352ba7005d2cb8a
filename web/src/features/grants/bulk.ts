import type { Grant, Wanted } from '@grantdesk/shared/grants'
import { isOn, isUnsettled } from './patch.ts'

/** What of a selection can be switched, and how many stay as they are. */
export const splitBulk = (grants: readonly Grant[], wanted: Wanted): { can: Grant[]; cannot: number } => {
  const differing = grants.filter((grant) => isOn(grant) !== (wanted === 'on'))
  const can = differing.filter((grant) => grant.allowed[wanted] === true && !isUnsettled(grant))
  return { can, cannot: differing.length - can.length }
}
