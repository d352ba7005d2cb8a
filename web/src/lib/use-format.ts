import { useMemo } from 'react'
import { type Format, makeFormat } from './format.ts'
import { type Language, useWords } from './words.ts'

// Day before month: the order that is read without doubt everywhere in English.
const LOCALES: Record<Language, string> = { en: 'en-GB', 'zh-CN': 'zh-CN' }

const made = new Map<string, Format>()

/** Dates and numbers in the language that is on the screen. */
export const useFormat = (): Format => {
  const { language } = useWords()
  return useMemo(() => {
    const format = made.get(language) ?? makeFormat(LOCALES[language])
    made.set(language, format)
    return format
  }, [language])
}
