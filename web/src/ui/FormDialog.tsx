import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { useUiWords } from './words.ts'

type Props = {
  title: ReactNode
  children: ReactNode
  /** What went wrong with the last sending, when no field says it. */
  fault?: ReactNode
  send: string
  busy: boolean
  danger?: boolean
  reason?: string | null
  wide?: boolean
  onSend: () => void
  onClose: () => void
}

/** The one form shell: fields, what is wrong, and a way to send or to leave. */
export const FormDialog = ({ title, children, fault, send, busy, danger, reason, wide, onSend, onClose }: Props) => {
  const words = useUiWords()
  return (
    <Dialog
      title={title}
      wide={wide ?? false}
      onClose={onClose}
      onSubmit={() => {
        if (!busy && !reason) onSend()
      }}
      foot={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy} reason={reason}>
            {send}
          </Button>
        </>
      }
    >
      {fault}
      {children}
    </Dialog>
  )
}
