import { useFormat } from './use-format.ts'
import { useNow } from './use-now.ts'
import { tip } from '../ui/tip.ts'

const MINUTE_MS = 60_000

/** How long ago in words, the instant itself in both zones on hover. */
export const Ago = ({ at }: { at: string }) => {
  const format = useFormat()
  const fast = useNow(1000)
  const now = fast - Date.parse(at) < 2 * MINUTE_MS ? fast : Math.floor(fast / 10_000) * 10_000
  return (
    <time dateTime={at} {...tip(format.instant(at))}>
      {format.relative(at, Math.max(now, Date.parse(at)))}
    </time>
  )
}

/** A moment as time of day, with its date when that is not today. */
export const Moment = ({ at }: { at: string }) => {
  const format = useFormat()
  const now = useNow(MINUTE_MS)
  return (
    <time dateTime={at} {...tip(format.instant(at))}>
      {format.moment(at, now)}
    </time>
  )
}

/** A date; the whole instant on hover. */
export const Day = ({ at }: { at: string | null }) => {
  const format = useFormat()
  if (at === null) return '—'
  return (
    <time dateTime={at} {...tip(format.instant(at))}>
      {format.date(at)}
    </time>
  )
}
