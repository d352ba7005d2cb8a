import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { Button } from './Button.tsx'
import { classes } from './class-names.ts'
import styles from './Popup.module.css'

type Props = {
  /** The button that opens it. */
  button: Omit<ComponentProps<typeof Button>, 'popoverTarget'>
  /** What is inside, rendered only while it is open. */
  children: (close: () => void) => ReactNode
  name: string
  role?: 'menu' | 'group' | 'dialog'
  end?: boolean
  onOpen?: (popup: HTMLElement) => void
}

/** Something small that floats beside its button: the platform's popover keeps it on top and closes it by Escape or a click elsewhere. */
export const Popup = ({ button, children, name, role = 'group', end = false, onOpen }: Props) => {
  const id = useId()
  const [open, setOpen] = useState(false)
  const close = () => document.getElementById(id)?.hidePopover()
  return (
    <>
      <Button {...button} popoverTarget={id} aria-haspopup={role === 'group' ? true : role} aria-expanded={open} />
      <div
        id={id}
        popover="auto"
        role={role}
        aria-label={name}
        className={classes(styles['popup'], end && styles['end'])}
        onBeforeToggle={(event) => event.newState === 'open' && setOpen(true)}
        onToggle={(event) => {
          // Emptied only once it is closed: the platform gives the focus back from inside.
          if (event.newState === 'closed') setOpen(false)
          else onOpen?.(event.currentTarget)
        }}
      >
        {open && children(close)}
      </div>
    </>
  )
}
