import { createInstance } from 'i18next'
import { useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { en } from '@grantdesk/shared/words/en'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language by its own name, for people who cannot read the other. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' }

const KEPT = 'grantdesk.language'
const BUNDLE = 'translation'

const words = createInstance()

const isLanguage = (given: string): given is Language => LANGUAGES.some((language) => language === given)

const load = async (language: Language) => {
  if (words.hasResourceBundle(language, BUNDLE)) return
  const { zh } = await import('@grantdesk/shared/words/zh')
  words.addResourceBundle(language, BUNDLE, zh)
}

/** Makes the words ready in the language that the page was opened in. */
export const startWords = async (): Promise<void> => {
  const asked = document.documentElement.lang
  const language = isLanguage(asked) ? asked : 'en'
  await words.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { [BUNDLE]: en } },
    // React writes text as text; nothing here becomes markup.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  if (language !== 'en') {
    await load(language)
    await words.changeLanguage(language)
  }
}

/** Changes the language of everything on the screen, and keeps it for the next visit. */
export const changeLanguage = async (language: Language): Promise<void> => {
  await load(language)
  await words.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(KEPT, language)
}

/** The words on the screen, and the language they are in. */
export const useWords = () => {
  const { t, i18n } = useTranslation()
  const language: Language = isLanguage(i18n.language) ? i18n.language : 'en'
  return useMemo(() => ({ t, language }), [t, language])
}

export type Say = ReturnType<typeof useWords>['t']
