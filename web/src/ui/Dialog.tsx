import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './Button.tsx'
import { classes } from './class-names.ts'
import styles from './Dialog.module.css'
import { IconX } from './icons.ts'
import { useUiWords } from './words.ts'

const FIELDS = 'input:not([type=checkbox], [tabindex="-1"]), select, textarea'

type Props = {
  title: ReactNode
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
  wide?: boolean
  /** Given, the dialog is a form and this is its sending. */
  onSubmit?: () => void
}

/**
 * The one dialog shell: rendered means open.
 *
 * The platform's modal dialog keeps the rest of the page inert, holds the focus and gives it back.
 */
export const Dialog = ({ title, onClose, children, foot, wide = false, onSubmit }: Props) => {
  const ref = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const words = useUiWords()
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // People come to fill in; whoever only reads starts at the title.
    const first = dialog?.querySelector<HTMLElement>(FIELDS) ?? dialog?.querySelector<HTMLElement>('h2')
    first?.focus()
    return () => dialog?.close()
  }, [])

  const inside = (
    <>
      <div className={styles['head']}>
        <h2 id={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button look="quiet" icon={IconX} name={words.close} onClick={onClose} />
      </div>
      <div className={styles['body']}>{children}</div>
      {foot && <div className={styles['foot']}>{foot}</div>}
    </>
  )
  return (
    <dialog
      ref={ref}
      className={classes(styles['dialog'], wide && styles['wide'])}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {onSubmit ? (
        <form
          className={styles['sheet']}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          {inside}
        </form>
      ) : (
        <div className={styles['sheet']}>{inside}</div>
      )}
    </dialog>
  )
}
