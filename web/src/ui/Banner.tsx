import type { ReactNode } from 'react'
import type { Tone } from './Badge.tsx'
import styles from './Banner.module.css'
import { classes } from './class-names.ts'
import { Glyph } from './Glyph.tsx'
import { type Icon, IconAlertTriangle, IconCircleCheck, IconHourglass, IconInfoCircle } from './icons.ts'

const ICONS: Record<Tone, Icon> = {
  bad: IconAlertTriangle,
  warn: IconAlertTriangle,
  wait: IconHourglass,
  off: IconInfoCircle,
  ok: IconCircleCheck,
}

type Props = { tone: Tone; title?: ReactNode; children?: ReactNode; actions?: ReactNode }

/** Something about the whole page that must be read; a wrong one is announced. */
export const Banner = ({ tone, title, children, actions }: Props) => (
  <div className={classes(styles['banner'], styles[tone])} role={tone === 'bad' ? 'alert' : 'status'}>
    <Glyph icon={ICONS[tone]} />
    <div className={styles['text']}>
      {title && <strong>{title}</strong>}
      {children && <div>{children}</div>}
    </div>
    {actions && <div className={styles['actions']}>{actions}</div>}
  </div>
)
