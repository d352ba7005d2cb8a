import type { ReactNode } from 'react'
import { Glyph } from './Glyph.tsx'
import { IconChevronRight } from './icons.ts'
import styles from './PageHeader.module.css'

type Props = {
  title: ReactNode
  /** What stands above, outermost first. */
  crumbs?: readonly ReactNode[]
  crumbsName?: string
  badges?: ReactNode
  sub?: ReactNode
  actions?: ReactNode
}

/** Where am I, what is it, what can I do with it. */
export const PageHeader = ({ title, crumbs = [], crumbsName, badges, sub, actions }: Props) => (
  <header className={styles['header']}>
    <div className={styles['text']}>
      {crumbs.length > 0 && (
        <nav aria-label={crumbsName}>
          <ol className={styles['crumbs']}>
            {crumbs.map((crumb, index) => (
              // The crumbs of a page never change places.
              <li key={index}>
                {index > 0 && <Glyph icon={IconChevronRight} size={14} />}
                {crumb}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className={styles['title']}>
        <h1 tabIndex={-1}>{title}</h1>
        {badges}
      </div>
      {sub && <div className={styles['sub']}>{sub}</div>}
    </div>
    {actions && <div className={styles['actions']}>{actions}</div>}
  </header>
)
