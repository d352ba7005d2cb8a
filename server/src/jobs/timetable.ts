/** That a job runs again and again: by a cron expression in UTC, to the minute, and perhaps when the house opens. */
export type Recurrence = { job: string; cron: string; atStart?: boolean }

/** All that recurs, and how often. */
export const TIMETABLE: readonly Recurrence[] = [
  { job: 'inventory.read-all', cron: '*/10 * * * *', atStart: true },
  { job: 'house.forget-keys', cron: '17 * * * *', atStart: true },
]
