import { createContext, use } from 'react'

/** The few words that the pieces themselves say; the hall gives them in the reader's language. */
export type UiWords = {
  close: string
  cancel: string
  copy: string
  copied: string
  clear: string
  retry: string
  columns: string
  density: string
  comfortable: string
  compact: string
  noRoom: string
  selectAll: string
  show: string
  hide: string
  cloudSays: string
  whatHappened: string
  copyCloud: string
  select: (name: string) => string
  request: (id: string) => string
  reference: (id: string) => string
}

const Context = createContext<UiWords | null>(null)

export const UiWordsProvider = Context.Provider

export const useUiWords = (): UiWords => {
  const words = use(Context)
  if (!words) throw new Error('no words above this piece')
  return words
}
