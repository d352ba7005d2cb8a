import { type ComponentProps, useState } from 'react'
import { Button } from './Button.tsx'
import { Field, type FieldProps } from './Field.tsx'
import styles from './Field.module.css'
import { useUiWords } from './words.ts'

type Props = FieldProps & Omit<ComponentProps<'input'>, 'id' | 'className'>

/** One line of text. A password can be looked at before it is sent. */
export const TextField = ({ label, hint, error, type = 'text', ...rest }: Props) => {
  const words = useUiWords()
  const [seen, setSeen] = useState(false)
  const secret = type === 'password'
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className={styles['wrap']}>
          <input {...rest} {...control} type={secret && seen ? 'text' : type} />
          {secret && (
            <Button
              small
              look="quiet"
              className={styles['reveal']}
              aria-pressed={seen}
              aria-controls={control.id}
              onClick={() => setSeen(!seen)}
            >
              {seen ? words.hide : words.show}
            </Button>
          )}
        </div>
      )}
    </Field>
  )
}
