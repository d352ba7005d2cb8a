import { useSyncExternalStore } from 'react'

export const THEMES = ['light', 'dark', 'system'] as const
export type Theme = (typeof THEMES)[number]

const KEPT = 'grantdesk.theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const hearers = new Set<() => void>()

const kept = (): Theme => THEMES.find((theme) => theme === localStorage.getItem(KEPT)) ?? 'system'

const show = () => {
  const theme = kept()
  const dark = theme === 'dark' || (theme === 'system' && system.matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  for (const hear of hearers) hear()
}

system.addEventListener('change', show)

/** Shows a theme and keeps it for the next visit. */
export const changeTheme = (theme: Theme): void => {
  localStorage.setItem(KEPT, theme)
  show()
}

/** The chosen theme, which may be to follow the system. */
export const useTheme = (): Theme =>
  useSyncExternalStore((hear) => {
    hearers.add(hear)
    return () => hearers.delete(hear)
  }, kept)
