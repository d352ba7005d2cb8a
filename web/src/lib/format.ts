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

type Styles = Intl.DateTimeFormatOptions

/** The ways in which an instant is written. The short date is unmistakable in Chinese, the medium one in English. */
const WAYS = {
  time: { timeStyle: 'medium', hourCycle: 'h23' },
  full: { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' },
  utc: { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23', timeZone: 'UTC' },
} as const satisfies Record<string, Styles>

const writerOf = (language: string, zone: Styles) => (way: Styles) => {
  const format = new Intl.DateTimeFormat(language, { ...zone, ...way })
  return (instant: string | number) => format.format(new Date(instant))
}

/** Dates, times and numbers in the reader's language and zone; made once per language. */
export const makeFormat = (language: string, timeZone?: string) => {
  const writer = writerOf(language, timeZone === undefined ? {} : { timeZone })
  const dateStyle = language.startsWith('zh') ? 'short' : 'medium'
  const time = writer(WAYS.time)
  const date = writer({ dateStyle })
  const minute = writer({ dateStyle, timeStyle: 'short', hourCycle: 'h23' })
  const [full, utc] = [writer(WAYS.full), writer(WAYS.utc)]
  const number = new Intl.NumberFormat(language)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  return {
    number: (value: number) => number.format(value),
    /** 12:04:31 */
    time: (instant: string) => time(instant),
    date: (instant: string) => date(instant),
    minute: (instant: string) => minute(instant),
    /** The whole instant, in the reader's zone and in UTC. */
    instant: (instant: string) => `${full(instant)} · ${utc(instant)} UTC`,
    /** The time alone for today, the date with it for other days. */
    moment: (instant: string, now: number) => (date(instant) === date(now) ? time(instant) : minute(instant)),
    relative: (instant: string, now: number) => {
      const { unit, value } = distance((Date.parse(instant) - now) / 1000)
      return relative.format(value, unit)
    },
    list: (items: readonly string[]) => list.format(items),
  }
}

export type Format = ReturnType<typeof makeFormat>
