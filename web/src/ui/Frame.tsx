import { type ReactNode, useId } from 'react'
import { Button } from './Button.tsx'
import styles from './Frame.module.css'
import { IconMenu2 } from './icons.ts'

type Props = {
  words: { skip: string; menu: string; navigation: string }
  brand: ReactNode
  navigation: ReactNode
  foot?: ReactNode
  top: ReactNode
  children: ReactNode
}

/** The frame of every page behind the door: navigation, header, content. On narrow screens the navigation slides in. */
export const Frame = ({ words, brand, navigation, foot, top, children }: Props) => {
  const side = useId()
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#content">
        {words.skip}
      </a>
      <nav
        id={side}
        aria-label={words.navigation}
        popover="auto"
        className={styles['side']}
        onClickCapture={(event) => {
          if (event.target instanceof Element && event.target.closest('a')) event.currentTarget.hidePopover()
        }}
      >
        {brand}
        {navigation}
        {foot && <div className={styles['foot']}>{foot}</div>}
      </nav>
      <header className={styles['top']}>
        <span className={styles['opener']}>
          <Button look="quiet" icon={IconMenu2} name={words.menu} popoverTarget={side} />
        </span>
        {top}
      </header>
      <main id="content" tabIndex={-1} className={styles['main']}>
        {children}
      </main>
    </div>
  )
}

type GroupProps = { title?: string; children: ReactNode }

/** Some entries of the navigation under one heading. */
export const NavGroup = ({ title, children }: GroupProps) => (
  <div className={styles['group']}>
    {title && <h2>{title}</h2>}
    {children}
  </div>
)

/** How many there are, beside an entry of the navigation. */
export const NavCount = ({ children }: { children: ReactNode }) => <span className={styles['count']}>{children}</span>
