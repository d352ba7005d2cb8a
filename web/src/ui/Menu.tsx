import type { ComponentProps, KeyboardEvent, ReactNode } from 'react'
import type { Button } from './Button.tsx'
import { Glyph } from './Glyph.tsx'
import { type Icon, IconCheck } from './icons.ts'
import styles from './Menu.module.css'
import { Popup } from './Popup.tsx'
import { tip } from './tip.ts'

export type MenuItem =
  | {
      kind: 'act'
      id: string
      label: ReactNode
      detail?: string
      icon?: Icon
      reason?: string | null | undefined
      act: () => void
    }
  | {
      kind: 'mark'
      id: string
      label: ReactNode
      detail?: string
      marked: boolean
      /** Several may be marked, and the menu stays open. */
      many?: boolean
      act: () => void
    }
  | { kind: 'heading'; id: string; label: string }
  | { kind: 'rule'; id: string }

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

const walk = (event: KeyboardEvent<HTMLElement>) => {
  const step = STEPS[event.key]
  if (!step) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  items[step(at, items.length)]?.focus()
}

type Entry = Extract<MenuItem, { kind: 'act' | 'mark' }>

/** How an entry presents itself. */
const told = (item: Entry) => {
  if (item.kind === 'act') return { role: 'menuitem', icon: item.icon, keep: false, reason: item.reason, indent: false }
  const role = item.many ? 'menuitemcheckbox' : 'menuitemradio'
  return { role, icon: item.marked ? IconCheck : undefined, keep: item.many === true, reason: null, indent: true }
}

const Item = ({ item, close }: { item: Entry; close: () => void }) => {
  const { role, icon, keep, reason, indent } = told(item)
  const act = () => {
    if (reason) return
    if (!keep) close()
    item.act()
  }
  return (
    <button
      type="button"
      role={role}
      tabIndex={-1}
      className={styles['item']}
      aria-checked={item.kind === 'mark' ? item.marked : undefined}
      aria-disabled={Boolean(reason) || undefined}
      {...tip(reason)}
      onClick={act}
    >
      {(icon || indent) && <span className={styles['mark']}>{icon && <Glyph icon={icon} />}</span>}
      <span className={styles['label']}>
        {item.label}
        {item.detail && <span className={styles['detail']}>{item.detail}</span>}
      </span>
    </button>
  )
}

type Props = { button: ComponentProps<typeof Button>; name: string; items: readonly MenuItem[]; end?: boolean }

/** A button with a menu: arrows walk, Escape closes, and the focus returns to the button. */
export const Menu = ({ button, name, items, end = false }: Props) => (
  <Popup
    button={button}
    name={name}
    role="menu"
    end={end}
    onOpen={(popup) => {
      const marked = popup.querySelector<HTMLElement>('[aria-checked=true]')
      const first = popup.querySelector<HTMLElement>('[role^=menuitem]')
      ;(marked ?? first)?.focus()
    }}
  >
    {(close) => (
      <div role="none" onKeyDown={walk}>
        {items.map((item) => {
          if (item.kind === 'rule') return <hr key={item.id} className={styles['rule']} />
          if (item.kind === 'heading') {
            return (
              <div key={item.id} role="presentation" className={styles['heading']}>
                {item.label}
              </div>
            )
          }
          return <Item key={item.id} item={item} close={close} />
        })}
      </div>
    )}
  </Popup>
)
