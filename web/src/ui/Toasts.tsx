import { useEffect, useRef, useSyncExternalStore } from 'react'
import { Button } from './Button.tsx'
import { classes } from './class-names.ts'
import { Glyph } from './Glyph.tsx'
import { IconAlertTriangle, IconCircleCheck, IconX } from './icons.ts'
import { toasts } from './toast.ts'
import styles from './Toasts.module.css'
import { useUiWords } from './words.ts'

/** The place where confirmations appear; above dialogs, and read out politely. */
export const Toasts = () => {
  const words = useUiWords()
  const list = useSyncExternalStore(toasts.hear, toasts.list)
  const ref = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    // Shown anew with each message: what is shown last lies on top.
    ref.current?.hidePopover()
    if (list.length > 0) ref.current?.showPopover()
  }, [list])
  return (
    <output ref={ref} popover="manual" className={styles['stack']}>
      {list.map((toast) => (
        <div key={toast.id} className={classes(styles['toast'], styles[toast.tone])}>
          <Glyph icon={toast.tone === 'ok' ? IconCircleCheck : IconAlertTriangle} />
          <div className={styles['text']}>
            {toast.title}
            {toast.detail && <div className={styles['detail']}>{toast.detail}</div>}
          </div>
          <Button small look="quiet" icon={IconX} name={words.close} onClick={() => toasts.drop(toast.id)} />
        </div>
      ))}
    </output>
  )
}
