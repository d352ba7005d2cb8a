import { useQuery } from '@tanstack/react-query'
import type { Connection } from '@grantdesk/shared/connections'
import { connectionsQuery } from '../features/connections/queries.ts'
import { useWords } from '../lib/words.ts'
import { classes } from '../ui/class-names.ts'
import { Glyph } from '../ui/Glyph.tsx'
import { IconCircleCheck, IconCloudOff, IconRefresh } from '../ui/icons.ts'
import styles from './Shell.module.css'

const health = (rows: readonly Connection[]) => {
  const failed = rows.filter((row) => row.freshness.state === 'failed').length
  if (failed > 0) return { state: 'unreachable' as const, failed }
  if (rows.some((row) => row.freshness.state === 'reading')) return { state: 'reading' as const, failed }
  if (rows.some((row) => row.freshness.state === 'never')) return { state: 'never' as const, failed }
  return { state: 'reachable' as const, failed }
}

const ICONS = { unreachable: IconCloudOff, reading: IconRefresh, never: IconRefresh, reachable: IconCircleCheck }

/** Whether the clouds could be read last time. */
export const CloudHealth = () => {
  const { t } = useWords()
  const { data } = useQuery(connectionsQuery)
  if (!data || data.rows.length === 0) return null
  const { state, failed } = health(data.rows)
  const text = state === 'unreachable' ? t('shell.unreachable', { count: failed }) : t(`shell.${state}`)
  return (
    <output className={classes(styles['health'], failed > 0 && styles['bad'])} data-tip={text}>
      <Glyph icon={ICONS[state]} />
      <span>{text}</span>
    </output>
  )
}
