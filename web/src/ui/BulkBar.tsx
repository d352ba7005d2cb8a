import type { ReactNode } from 'react'
import styles from './BulkBar.module.css'

type Props = { name: string; count: ReactNode; detail?: ReactNode; children: ReactNode }

/** What can be done with all that is selected; floats over the end of the page while anything is. */
export const BulkBar = ({ name, count, detail, children }: Props) => (
  <section className={styles['bar']} aria-label={name}>
    <output className={styles['text']}>
      <strong>{count}</strong>
      {detail && <span>{detail}</span>}
    </output>
    {children}
  </section>
)
