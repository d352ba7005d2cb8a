import { useMemo } from 'react'
import { type Format, makeFormat } from './format.ts'
import { useWords } from './words.ts'

const made = new Map<string, Format>()

/** Dates and numbers in the language that is on the screen. */
export const useFormat = (): Format => {
  const { language } = useWords()
  return useMemo(() => {
    const format = made.get(language) ?? makeFormat(language)
    made.set(language, format)
    return format
  }, [language])
}
