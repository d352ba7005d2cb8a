import { createHash } from 'node:crypto'

/** What precedes the first seal. */
const GENESIS: Uint8Array = new Uint8Array(32)

/** A seal: the event with that number, chained to the seal before it. */
export type Seal = { seq: number; event: string; prev: Uint8Array; hash: Uint8Array }

/** An event as stored: the canonical text is what counts, the columns beside it are for searching. */
export type StoredEvent = {
  id: string
  /** To the microsecond, as the database has it. */
  at: string
  kind: string
  by: string | null
  about: Record<string, unknown>
  canonical: string
  salt: Uint8Array
  digest: Uint8Array
}

export type Sealed = { seal: Seal; event: StoredEvent | null }

/** Where the chain stands: the number and hash of its newest seal. */
export type Head = { seq: number; hash: Uint8Array }

export const EMPTY: Head = { seq: 0, hash: GENESIS }

/** The salt keeps a digest from telling a short text that was erased. */
export const digestOf = (salt: Uint8Array, canonical: string): Uint8Array =>
  createHash('sha256').update(salt).update(canonical, 'utf8').digest()

/** The parts have fixed lengths or cannot hold the separator, so no two links share one text. */
const hashOf = (seq: number, event: string, parts: { digest: Uint8Array; prev: Uint8Array }): Uint8Array =>
  createHash('sha256').update(`${seq}\n${event}\n`, 'utf8').update(parts.digest).update(parts.prev).digest()

/** Chains events to the head, in the order given. */
export function seals(head: Head, events: readonly { id: string; digest: Uint8Array }[]): Seal[] {
  let { seq, hash } = head
  return events.map(({ id, digest }) => {
    const prev = hash
    seq += 1
    hash = hashOf(seq, id, { digest, prev })
    return { seq, event: id, prev, hash }
  })
}

/** Why a link is not what it was when it was sealed. */
type Break = 'number' | 'prev' | 'event-missing' | 'text' | 'digest' | 'columns' | 'hash'

/** Whether the next link still follows from the head; `null` when it does. */
export function breakOf(head: Head, { seal, event }: Sealed): Break | null {
  if (seal.seq !== head.seq + 1) return 'number'
  if (!same(seal.prev, head.hash)) return 'prev'
  if (!event || event.id !== seal.event) return 'event-missing'
  const digest = digestOf(event.salt, event.canonical)
  if (!same(digest, event.digest)) return 'digest'
  if (!same(hashOf(seal.seq, seal.event, { digest, prev: seal.prev }), seal.hash)) return 'hash'
  const told = read(event.canonical)
  if (!told) return 'text'
  return repeats(event, told) ? null : 'columns'
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i])

type Told = { id: unknown; at: unknown; kind: unknown; by: unknown; about: Record<string, unknown> }

function read(canonical: string): Told | null {
  try {
    return JSON.parse(canonical) as Told
  } catch {
    return null
  }
}

/** The canonical instant has milliseconds; the column must not have more. */
const toMicroseconds = (at: unknown): string => String(at).replace(/Z$/, '000Z')

function repeats(event: StoredEvent, told: Told): boolean {
  const columns = [event.id, event.at, event.kind, event.by]
  const texts = [told.id, toMicroseconds(told.at), told.kind, told.by]
  return columns.every((column, i) => column === texts[i]) && sameEntries(event.about, told.about)
}

function sameEntries(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
