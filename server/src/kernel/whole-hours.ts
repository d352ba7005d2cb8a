import { NOTICE_HOURS } from '@grantdesk/shared/kernel/limits'

const HOUR_MS = 3_600_000
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/

/** Why an instant cannot stand at the end of a grant. */
export type BadEnd = 'no-whole-hour' | 'past' | 'too-soon' | 'not-longer'

/** Whether an ISO 8601 text in UTC names a whole hour, the finest unit that DataArts knows. */
export const isWholeHour = (instant: string): boolean => INSTANT.test(instant) && Date.parse(instant) % HOUR_MS === 0

/** The first whole hour that is not before the instant. */
export const wholeHourFrom = (at: Date): string => new Date(Math.ceil(at.getTime() / HOUR_MS) * HOUR_MS).toISOString()

/** When a withdrawal by the reviewer can take effect at the earliest. */
export const earliestWithdrawal = (now: Date): string => wholeHourFrom(new Date(now.getTime() + NOTICE_HOURS * HOUR_MS))

/** What is wrong with the instant of a withdrawal; `null` when nothing is. */
export function withdrawalFault(at: string, now: Date): BadEnd | null {
  if (!isWholeHour(at)) return 'no-whole-hour'
  return Date.parse(at) < now.getTime() + NOTICE_HOURS * HOUR_MS ? 'too-soon' : null
}

/** What is wrong with a validity: it is ahead, and only ever becomes longer. An unknown present end forbids nothing. */
export function validityFault(until: string, { now, present }: { now: Date; present: string | null }): BadEnd | null {
  if (!isWholeHour(until)) return 'no-whole-hour'
  const end = Date.parse(until)
  if (end <= now.getTime()) return 'past'
  return present !== null && end <= Date.parse(present) ? 'not-longer' : null
}
