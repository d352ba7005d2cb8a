import type { Assignment } from '@grantdesk/shared/identity'
import { type Role, ROLES } from '@grantdesk/shared/kernel/endpoint'

/** The roles of a person, each once, in their fixed order. */
export const rolesOf = (assignments: readonly Pick<Assignment, 'role'>[]): Role[] =>
  ROLES.filter((role) => assignments.some((assignment) => assignment.role === role))
