import { type ReactNode, useId } from 'react'
import styles from './Field.module.css'
import { Glyph } from './Glyph.tsx'
import { IconAlertTriangle } from './icons.ts'

/** What a control inside a field must carry. */
type FieldControl = {
  id: string
  className: string
  'aria-invalid': boolean | undefined
  'aria-describedby': string | undefined
}

export type FieldProps = { label: string; hint?: ReactNode; error?: string | null | undefined }

/** A label, a control, a hint and what is wrong, tied together for everyone. */
export const Field = ({
  label,
  hint,
  error,
  children,
}: FieldProps & { children: (control: FieldControl) => ReactNode }) => {
  const id = useId()
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: styles['control'] ?? '',
        'aria-invalid': error ? true : undefined,
        'aria-describedby': about || undefined,
      })}
      {hint && (
        <p className={styles['hint']} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className={styles['error']} id={`${id}-error`}>
          <Glyph icon={IconAlertTriangle} /> {error}
        </p>
      )}
    </div>
  )
}
