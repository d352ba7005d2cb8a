import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'
import { Glyph } from './Glyph.tsx'
import type { Icon } from './icons.ts'

type Props = {
  icon: Icon
  title: string
  children?: ReactNode
  action?: ReactNode
  /** It is all that the page says. */
  page?: boolean
}

/** Nothing to show, why, and what to do next. */
export const EmptyState = ({ icon, title, children, action, page = false }: Props) => (
  <div className={styles['empty']}>
    <Glyph icon={icon} size={24} />
    {page ? <h1 className={styles['title']}>{title}</h1> : <p className={styles['title']}>{title}</p>}
    {children && <div className={styles['text']}>{children}</div>}
    {action && <div className={styles['action']}>{action}</div>}
  </div>
)
