import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import styles from './Page.module.css'

/** The room of a page; `filled` gives what is left of the window to the table in it. */
export const Page = ({ children, filled = false }: { children: ReactNode; filled?: boolean }) => (
  <div className={classes(styles['page'], filled && styles['filled'])}>{children}</div>
)
