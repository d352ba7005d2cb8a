import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import styles from './Chip.module.css'
import { IconX } from './icons.ts'

type Props = { children: ReactNode; remove: string; onRemove: () => void }

/** Something that narrows the view, with a way to take it away. */
export const Chip = ({ children, remove, onRemove }: Props) => (
  <span className={styles['chip']}>
    {children}
    <Button small look="quiet" icon={IconX} name={remove} onClick={onRemove} />
  </span>
)
