import { useState } from 'react'
import { isAboutFields, issueOf } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'

/** The texts of a small form, what is wrong with each, and whether all are filled in. */
export const useFields = <K extends string>(names: readonly K[], error: unknown) => {
  const { t } = useWords()
  const [values, setValues] = useState(() => Object.fromEntries(names.map((name) => [name, ''])) as Record<K, string>)
  const [missing, setMissing] = useState<readonly K[]>([])
  const field = (name: K) => ({
    value: values[name],
    error: missing.includes(name) ? t('rule.required') : issueOf(t, error, name),
    onChange: (event: { target: { value: string } }) => {
      setValues((now) => ({ ...now, [name]: event.target.value }))
      setMissing((now) => now.filter((each) => each !== name))
    },
  })
  /** True when everything is filled in; else the empty fields are marked. */
  const check = () => {
    const empty = names.filter((name) => values[name].trim() === '')
    setMissing(empty)
    return empty.length === 0
  }
  return { values, field, check, isAbout: isAboutFields(error, names) }
}
