import { z } from 'zod'

/** An instant in UTC, e.g. `2026-11-21T17:30:00.000Z`. */
export const Instant = z.iso.datetime()
export type Instant = z.infer<typeof Instant>
