import type { ReactNode } from 'react'
import { classes } from '../class-names.ts'
import styles from './Two.module.css'

type Props = { first: ReactNode; second?: ReactNode; strong?: boolean; mono?: boolean }

/** A cell of two lines; the second is left out of compact rows. */
export const Two = ({ first, second, strong = false, mono = false }: Props) => (
  <div className={styles['two']}>
    <div data-clip className={classes(styles['first'], strong && styles['strong'])}>
      {first}
    </div>
    {second !== undefined && second !== null && (
      <div data-second data-clip className={classes(styles['second'], mono && 'mono')}>
        {second}
      </div>
    )}
  </div>
)
