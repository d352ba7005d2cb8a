import type { ChangeEvent, MouseEvent } from 'react'
import styles from './Switch.module.css'
import { tip } from './tip.ts'

type Props = {
  name: string
  on: boolean
  /** On its way: neither on nor off is true yet. */
  pending?: boolean
  /** Why it cannot be used now. */
  reason?: string | null | undefined
  onSwitch: (on: boolean) => void
}

/**
 * A native checkbox in the role of a switch: cheap in virtual rows, right for every assistive technology.
 *
 * It shows what is, never what was clicked: the one who renders it decides.
 */
export const Switch = ({ name, on, pending = false, reason, onSwitch }: Props) => {
  const off = Boolean(reason) || pending
  const hold = (event: MouseEvent) => {
    // The second click of a double click is not a second decision.
    if (off || event.detail > 1) event.preventDefault()
  }
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    if (!off) onSwitch(event.target.checked)
  }
  return (
    <input
      type="checkbox"
      role="switch"
      className={styles['switch']}
      aria-label={name}
      aria-disabled={off || undefined}
      aria-busy={pending || undefined}
      data-pending={pending || undefined}
      checked={on}
      aria-checked={on}
      onClick={hold}
      onChange={change}
      {...tip(reason)}
    />
  )
}
