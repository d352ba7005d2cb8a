import { Checkbox } from './Checkbox.tsx'
import styles from './PickList.module.css'
import { Skeleton } from './Skeleton.tsx'

type Choice = { id: string; label: string; detail?: string; picked: boolean; onTurn: () => void }

type Props = {
  name: string
  choices: readonly Choice[]
  waiting: boolean
  empty: string
  /** Only one may be picked. */
  one?: boolean
}

/** One or several of many, as a list that scrolls inside its form. */
export const PickList = ({ name, choices, waiting, empty, one = false }: Props) => (
  <fieldset className={styles['list']} aria-busy={waiting || undefined}>
    <legend className="visually-hidden">{name}</legend>
    {waiting && (
      <p className={styles['empty']}>
        <Skeleton width={200} />
      </p>
    )}
    {!waiting && choices.length === 0 && <p className={styles['empty']}>{empty}</p>}
    {choices.map((choice) => (
      <label key={choice.id} className={styles['choice']}>
        {one ? (
          <input
            type="radio"
            name={name}
            className={styles['radio']}
            checked={choice.picked}
            onChange={choice.onTurn}
          />
        ) : (
          <Checkbox checked={choice.picked} onChange={choice.onTurn} />
        )}
        <span className={styles['text']}>
          <bdi className={styles['label']}>{choice.label}</bdi>
          {choice.detail && <span className={styles['detail']}>{choice.detail}</span>}
        </span>
      </label>
    ))}
  </fieldset>
)
