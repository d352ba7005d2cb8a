import type { ReactNode } from 'react'
import styles from './Badge.module.css'
import { classes } from './class-names.ts'
import { Glyph } from './Glyph.tsx'
import { type Icon, IconAlertTriangle, IconCircleCheck, IconCircleOff, IconHourglass, IconProgress } from './icons.ts'

export type Tone = 'ok' | 'warn' | 'wait' | 'bad' | 'off'

const ICONS: Record<Tone, Icon> = {
  ok: IconCircleCheck,
  warn: IconAlertTriangle,
  wait: IconHourglass,
  bad: IconAlertTriangle,
  off: IconCircleOff,
}

type Props = { tone: Tone; children: ReactNode; icon?: Icon | null; working?: boolean }

/** A state, told by word, icon and colour together. */
export const Badge = ({ tone, children, icon = ICONS[tone], working = false }: Props) => {
  const shown = working ? IconProgress : icon
  return (
    <span className={classes(styles['badge'], styles[tone], working && styles['turning'])}>
      {shown && <Glyph icon={shown} size={14} />}
      <span className={styles['text']}>{children}</span>
    </span>
  )
}
