type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'

const STEPS: readonly [Unit, number, number][] = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 86_400, 60],
  ['month', 2_629_746, 24],
  ['year', 31_556_952, Number.POSITIVE_INFINITY],
]

/** How far away an instant is, in the largest unit that still tells something. */
export const distance = (seconds: number): { unit: Unit; value: number } => {
  for (const [unit, size, limit] of STEPS) {
    const value = Math.trunc(seconds / size)
    if (Math.abs(value) < limit) return { unit, value }
  }
  return { unit: 'year', value: 0 }
}

/** Dates, times and numbers in the reader's language and zone; made once per language. */
export const makeFormat = (language: string, timeZone?: string) => {
  const zone = timeZone === undefined ? {} : { timeZone }
  const number = new Intl.NumberFormat(language)
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23', ...zone })
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone })
  const minute = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    ...zone,
  })
  const full = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23', ...zone })
  const utc = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone: 'UTC',
  })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const dayOf = (instant: Date) => date.format(instant)
  return {
    number: (value: number) => number.format(value),
    /** 12:04:31 */
    time: (instant: string) => time.format(new Date(instant)),
    date: (instant: string) => date.format(new Date(instant)),
    minute: (instant: string) => minute.format(new Date(instant)),
    /** The whole instant, in the reader's zone and in UTC. */
    instant: (instant: string) => `${full.format(new Date(instant))} · ${utc.format(new Date(instant))} UTC`,
    /** The time alone for today, the date with it for other days. */
    moment: (instant: string, now: number) => {
      const at = new Date(instant)
      return dayOf(at) === dayOf(new Date(now)) ? time.format(at) : minute.format(at)
    },
    relative: (instant: string, now: number) => {
      const { unit, value } = distance((Date.parse(instant) - now) / 1000)
      return relative.format(value, unit)
    },
    list: (items: readonly string[]) => list.format(items),
  }
}

export type Format = ReturnType<typeof makeFormat>
