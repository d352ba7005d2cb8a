import { z } from 'zod'

/** Why something cannot be done; the screen has a sentence for each. */
export const WHY_NOT = [
  'not-reviewer',
  'own-app',
  'auth-type',
  'no-identity',
  'creator-differs',
  'app-gone',
  'api-gone',
  'service-gone',
  'in-progress',
  'api-exists',
  'not-admin',
] as const
export const WhyNot = z.enum(WHY_NOT)
export type WhyNot = z.infer<typeof WhyNot>

/** `true`, or the reason why not. */
export const Allowed = z.union([z.literal(true), WhyNot])
export type Allowed = z.infer<typeof Allowed>
