import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Connection } from '@grantdesk/shared/connections'
import { explain } from '../../lib/explain.ts'
import { Ago } from '../../lib/Ago.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { useScope } from '../../lib/use-scope.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { IconRefresh } from '../../ui/icons.ts'
import { tip } from '../../ui/tip.ts'
import { connectionsQuery, isReading, useRefreshConnections } from './queries.ts'

const oldest = (rows: readonly Connection[]) =>
  rows
    .map((row) => row.freshness.readAt)
    .filter((at) => at !== null)
    .toSorted()[0] ?? null

const sum = (rows: readonly Connection[], part: 'done' | 'of') =>
  rows.reduce((total, row) => total + (row.freshness[part] ?? 0), 0)

const HOLE = '\u0000'

const Told = ({ rows }: { rows: readonly Connection[] }) => {
  const { t } = useWords()
  const { number } = useFormat()
  const reading = rows.filter((row) => row.freshness.state === 'reading')
  if (reading.length > 0) {
    const of = sum(reading, 'of')
    return of === 0
      ? t('freshness.readingSome')
      : t('freshness.reading', { done: number(sum(reading, 'done')), of: number(of) })
  }
  const at = oldest(rows)
  if (at === null) return t('freshness.never')
  const [before, after] = t('freshness.seen', { ago: HOLE }).split(HOLE)
  return (
    <>
      {before}
      <Ago at={at} />
      {after}
    </>
  )
}

/** When a reading ends, the lists follow. */
const useFollow = (reading: boolean) => {
  const client = useQueryClient()
  const was = useRef(reading)
  useEffect(() => {
    if (was.current && !reading) {
      for (const name of ['apis', 'apps', 'inventory']) void client.invalidateQueries({ queryKey: [name] })
    }
    was.current = reading
  }, [client, reading])
}

/** How old the lists are, what could not be read, and a way to read the cloud again. */
export const FreshnessNote = () => {
  const { t } = useWords()
  const { scope } = useScope()
  const { data } = useQuery(connectionsQuery)
  const refresh = useRefreshConnections()
  const rows = (data?.rows ?? []).filter((row) => scope === null || row.id === scope)
  const reading = isReading(rows)
  useFollow(reading)
  if (rows.length === 0) return null
  const failed = rows.filter((row) => row.freshness.state === 'failed')
  const reasons = failed.map(
    (row) => `${t('freshness.failedTitle', { connection: row.label })}: ${row.freshness.fault?.message ?? ''}`,
  )
  const fault = refresh.error ? explain(t, refresh.error).title : null
  return (
    <>
      <output {...tip(reasons.join('\n'))}>{fault ?? (failed.length > 0 ? reasons[0] : <Told rows={rows} />)}</output>
      <Button
        icon={IconRefresh}
        name={t('freshness.refresh')}
        busy={refresh.isPending || reading}
        onClick={() => refresh.mutate(rows.map((row) => row.id))}
      />
    </>
  )
}
