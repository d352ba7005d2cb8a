import { useId } from 'react'
import styles from './Segmented.module.css'

type Option<V extends string> = { value: V; label: string; count?: string | null }

type Props<V extends string> = {
  name: string
  value: V
  options: readonly Option<V>[]
  onChoose: (value: V) => void
}

/** One of a few views of the same thing, all of them in sight; radio buttons underneath. */
export const Segmented = <V extends string>({ name, value, options, onChoose }: Props<V>) => {
  const group = useId()
  return (
    <fieldset className={styles['group']}>
      <legend className="visually-hidden">{name}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles['option']}>
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          {option.label}
          {option.count && <span className={styles['count']}> {option.count}</span>}
        </label>
      ))}
    </fieldset>
  )
}
