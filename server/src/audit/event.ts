import type { EventKind } from '@grantdesk/shared/audit'

/** What an event is about, by our ids; searched later by each of them. */
export type About = Partial<Record<'person' | 'connection' | 'service' | 'api' | 'app' | 'intent', string>>

/** One thing that happened. Instants come from the unit of work; secrets never enter. */
export type NewEvent = {
  kind: EventKind
  /** The person who did it; `null` for the house itself or a stranger. */
  by: string | null
  about: About
  before?: unknown
  after?: unknown
  /** Further facts, e.g. the cloud's code, message and request id. */
  data?: Record<string, unknown>
}

/** Collects the events of one unit of work; they are written last in it. */
export type Recorder = { add(event: NewEvent): void }
