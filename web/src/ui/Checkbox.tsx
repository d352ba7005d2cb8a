import type { ComponentProps } from 'react'
import styles from './Checkbox.module.css'

type Props = Omit<ComponentProps<'input'>, 'type' | 'className'> & { some?: boolean }

/** A checkbox; `some` is the state between none and all. */
export const Checkbox = ({ some = false, ...rest }: Props) => (
  <input
    {...rest}
    type="checkbox"
    className={styles['box']}
    ref={(box) => {
      if (box) box.indeterminate = some
    }}
  />
)
