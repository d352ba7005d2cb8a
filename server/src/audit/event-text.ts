import { randomBytes, randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { NewEvent } from './event.ts'
import { digestOf } from './rules.ts'
import type { EventRow } from './store.ts'

const SALT_BYTES = 16

/** An event as it is stored: its canonical text (RFC 8785), which the digest covers, and the columns that repeat it. */
export function eventRow(event: NewEvent, at: Date): EventRow {
  const id = randomUUID()
  const about = wellFormed(event.about) as EventRow['about']
  const { kind, by } = event
  const rest = { before: event.before, after: event.after, data: event.data }
  const text = canonicalize(wellFormed({ ...rest, id, at: at.toISOString(), kind, by, about }))
  if (text === undefined) throw new Error('an event has no text')
  const salt = randomBytes(SALT_BYTES)
  return { id, at, kind, by, about, canonical: text, salt, digest: digestOf(salt, text) }
}

/** What a cloud said can hold half a surrogate pair, which RFC 8785 has no text for; absent parts stay absent. */
const wellFormed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_name, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part))
