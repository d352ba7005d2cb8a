import type { ComponentProps } from 'react'
import { Field, type FieldProps } from './Field.tsx'

export type Choice<V extends string> = { value: V; label: string }

type Props<V extends string> = FieldProps &
  Omit<ComponentProps<'select'>, 'id' | 'className' | 'value' | 'onChange'> & {
    value: V
    choices: readonly Choice<V>[]
    onChoose: (value: V) => void
  }

/** One of a few, by the platform's own control: it is right on every device and for every assistive technology. */
export const SelectField = <V extends string>({ label, hint, error, value, choices, onChoose, ...rest }: Props<V>) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => (
      <select
        {...rest}
        {...control}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value)
          if (chosen) onChoose(chosen.value)
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    )}
  </Field>
)
