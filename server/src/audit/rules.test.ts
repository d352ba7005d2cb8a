import { describe, expect, it } from 'vitest'
import { eventRow } from './event-text.ts'
import { breakOf, EMPTY, type Head, type Sealed, seals, type StoredEvent } from './rules.ts'

const AT = new Date('2026-03-01T09:30:00.123Z')

function stored(n: number): StoredEvent {
  const about = { api: `api${n}`, app: 'app1' }
  const row = eventRow({ kind: 'grant.intended', by: n === 0 ? null : 'li-wei', about, after: { on: true, n } }, AT)
  return { ...row, about, at: '2026-03-01T09:30:00.123000Z' }
}

/** A small log as it lies in the two tables. */
function log(length: number): Sealed[] {
  const events = Array.from({ length }, (_, n) => stored(n))
  return seals(EMPTY, events).map((seal, n) => ({ seal, event: events[n] ?? null }))
}

/** Number of the first link that does not hold; 0 when all do. */
function firstBreak(links: readonly Sealed[]): number {
  let head: Head = EMPTY
  for (const link of links) {
    if (breakOf(head, link)) return head.seq + 1
    head = { seq: link.seal.seq, hash: link.seal.hash }
  }
  return 0
}

const flipped = (bytes: Uint8Array, i: number): Uint8Array => bytes.map((byte, at) => (at === i ? byte ^ 1 : byte))
const flippedText = (text: string, i: number): string =>
  text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1)

type Part = { get: (link: Sealed) => string | Uint8Array; set: (link: Sealed, value: never) => Sealed }
const ofEvent = (name: 'id' | 'at' | 'kind' | 'by' | 'canonical' | 'salt' | 'digest'): Part => ({
  get: ({ event }) => event?.[name] ?? '',
  set: (link, value) => ({ ...link, event: link.event && { ...link.event, [name]: value } }),
})
const ofSeal = (name: 'event' | 'prev' | 'hash'): Part => ({
  get: ({ seal }) => seal[name],
  set: (link, value) => ({ ...link, seal: { ...link.seal, [name]: value } }),
})
const aboutApi: Part = {
  get: ({ event }) => String(event?.about['api']),
  set: (link, value) => ({ ...link, event: link.event && { ...link.event, about: { api: value, app: 'app1' } } }),
}

const PARTS: [string, Part][] = [
  ...(['id', 'at', 'kind', 'by', 'canonical', 'salt', 'digest'] as const).map((name): [string, Part] => [
    `event.${name}`,
    ofEvent(name),
  ]),
  ...(['event', 'prev', 'hash'] as const).map((name): [string, Part] => [`seal.${name}`, ofSeal(name)]),
  ['event.about', aboutApi],
]

describe('the chain', () => {
  it('holds when nothing was touched', () => {
    expect(firstBreak(log(5))).toBe(0)
  })

  it.each(PARTS)('shows every flipped byte of %s at its row', (_name, part) => {
    const links = log(4)
    let flips = 0
    links.forEach((link, n) => {
      const value = part.get(link)
      for (let i = 0; i < value.length; i++) {
        const changed = typeof value === 'string' ? flippedText(value, i) : flipped(value, i)
        const tampered = links.with(n, part.set(link, changed as never))
        expect([n, i, firstBreak(tampered)]).toEqual([n, i, n + 1])
        flips++
      }
    })
    expect(flips).toBeGreaterThan(15)
  })

  it('shows what was cut out, put in, swapped or renumbered', () => {
    const links = log(5)
    const [, second, third, fourth] = links as [Sealed, Sealed, Sealed, Sealed, Sealed]
    const foreign = log(1)[0] as Sealed
    expect(firstBreak(links.toSpliced(2, 1))).toBe(3)
    expect(firstBreak(links.toSpliced(2, 0, { ...foreign, seal: { ...foreign.seal, seq: 3 } }))).toBe(3)
    expect(firstBreak(links.with(1, third).with(2, second))).toBe(2)
    expect(firstBreak(links.with(2, { seal: third.seal, event: fourth.event }))).toBe(3)
    expect(firstBreak(links.with(3, { ...fourth, seal: { ...fourth.seal, seq: 5 } }))).toBe(4)
    expect(firstBreak(links.with(0, { ...(links[0] as Sealed), event: null }))).toBe(1)
  })

  it('names a further entry that the text does not have', () => {
    const [link] = log(1) as [Sealed]
    const event = link.event as StoredEvent
    const more = { ...link, event: { ...event, about: { ...event.about, person: 'anna-keller' } } }
    expect(breakOf(EMPTY, more)).toBe('columns')
  })
})

describe('an event', () => {
  it('has a text whatever a cloud said', () => {
    const data = { message: 'line\nbreak \u2028 \u0000 \u001b[31m half \ud83d pair', code: undefined }
    const { canonical } = eventRow({ kind: 'grant.settled', by: null, about: {}, data }, AT)
    expect(canonical.split('\n')).toHaveLength(1)
    expect(JSON.parse(canonical)).toMatchObject({ data: { message: expect.stringContaining('half \ufffd pair') } })
  })

  it('has a digest that its text alone does not give', () => {
    const event = { kind: 'grant.settled', by: null, about: {} } as const
    expect(eventRow(event, AT).digest).not.toEqual(eventRow(event, AT).digest)
  })
})
