/** What both clouds are asked with and answer in. */

/** What a call may be used for; an identity is configured with one or more of them. */
export type Duty = 'read' | 'grant' | 'apply'

/** One credential of one connection: through whom a call is made. The clouds answer relative to who asks. */
export type Door = { connection: string; identity: string }

/** A whole list. `complete` is false when the cloud's pages contradicted each other: such a list never ends anything. */
export type Reading<T> = { rows: T[]; complete: boolean }
