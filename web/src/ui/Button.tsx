import type { ComponentProps, MouseEvent } from 'react'
import styles from './Button.module.css'
import { classes } from './class-names.ts'
import { Glyph } from './Glyph.tsx'
import { type Icon, IconLoader2 } from './icons.ts'
import { nameTip, tip } from './tip.ts'

type Props = Omit<ComponentProps<'button'>, 'disabled'> & {
  look?: 'plain' | 'primary' | 'danger' | 'quiet'
  small?: boolean
  /** As round as what it holds, e.g. an avatar. */
  round?: boolean
  icon?: Icon
  /** The name, when the button shows only its icon. */
  name?: string
  /** Why it cannot be used now. It stays reachable, so that the reason can be read. */
  reason?: string | null | undefined
  busy?: boolean
}

const shape = ({ look = 'plain', small, round, name, className }: Props) =>
  classes(
    styles['button'],
    look !== 'plain' && styles[look],
    small && styles['small'],
    round && styles['round'],
    name !== undefined && styles['icon'],
    className,
  )

const Sign = ({ icon, busy }: { icon: Icon | undefined; busy: boolean }) => {
  if (!busy) return icon && <Glyph icon={icon} />
  return (
    <span className={styles['spin']}>
      <Glyph icon={IconLoader2} />
    </span>
  )
}

/** A button. One that cannot be used says why and stays focusable; one that is at work ignores further clicks. */
export const Button = (props: Props) => {
  const {
    look: _look,
    small: _small,
    round: _round,
    icon,
    name,
    reason,
    busy = false,
    children,
    onClick,
    ...rest
  } = props
  const off = Boolean(reason) || busy
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (!off) return onClick?.(event)
    event.preventDefault()
  }
  return (
    <button
      type="button"
      {...rest}
      {...(name === undefined ? {} : nameTip(name))}
      {...tip(reason)}
      className={shape(props)}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={click}
    >
      <Sign icon={icon} busy={busy} />
      {children}
    </button>
  )
}
