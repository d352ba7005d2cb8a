import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import { CopyButton } from './CopyButton.tsx'
import styles from './Facts.module.css'
import { tip } from './tip.ts'

export type Fact = {
  name: string
  value: ReactNode
  /** Given, the value can be copied, and is shown whole on hover. */
  copy?: string | null
  copyName?: string
  tip?: string | null
  span?: 1 | 2 | 3
  mono?: boolean
}

const SPANS = { 1: null, 2: styles['two'], 3: styles['three'] }

/** What is known of one thing, name by name. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={styles['facts']}>
    {facts.map((fact) => (
      <div key={fact.name} className={classes(styles['fact'], SPANS[fact.span ?? 1])}>
        <dt className={styles['name']}>{fact.name}</dt>
        <dd className={styles['value']}>
          <span data-clip className={classes(styles['text'], fact.mono && 'mono')} {...tip(fact.tip)}>
            {fact.value ?? '—'}
          </span>
          {fact.copy && <CopyButton text={fact.copy} {...(fact.copyName ? { name: fact.copyName } : {})} />}
        </dd>
      </div>
    ))}
  </dl>
)
