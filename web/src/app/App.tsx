import { QueryClientProvider } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { BrowserRouter } from 'react-router'
import { sessionQuery } from '../features/identity/queries.ts'
import { makeQueryClient } from '../lib/query-client.ts'
import { useWords } from '../lib/words.ts'
import { Toasts } from '../ui/Toasts.tsx'
import { TooltipLayer } from '../ui/TooltipLayer.tsx'
import { type UiWords, UiWordsProvider } from '../ui/words.ts'
import { Router } from './router.tsx'

const useAllUiWords = (): UiWords => {
  const { t } = useWords()
  return useMemo(
    () => ({
      close: t('ui.close'),
      cancel: t('ui.cancel'),
      copy: t('ui.copy'),
      copied: t('ui.copied'),
      clear: t('ui.clear'),
      retry: t('ui.retry'),
      columns: t('ui.columns'),
      density: t('ui.density'),
      comfortable: t('ui.comfortable'),
      compact: t('ui.compact'),
      noRoom: t('ui.noRoom'),
      selectAll: t('ui.selectAll'),
      show: t('ui.show'),
      hide: t('ui.hide'),
      cloudSays: t('cloud.says'),
      whatHappened: t('cloud.happened'),
      copyCloud: t('cloud.copy'),
      select: (name) => t('ui.select', { name }),
      request: (id) => t('cloud.request', { id }),
      reference: (id) => t('problem.reference', { id }),
    }),
    [t],
  )
}

/** The whole browser floor: what every page needs around it. */
export const App = () => {
  const words = useAllUiWords()
  // Signed out elsewhere: who is here is asked again, and the door shows.
  const [client] = useState(() => {
    const made = makeQueryClient(() => void made.invalidateQueries({ queryKey: sessionQuery.queryKey }))
    return made
  })
  return (
    <UiWordsProvider value={words}>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <Router />
        </BrowserRouter>
        <Toasts />
        <TooltipLayer />
      </QueryClientProvider>
    </UiWordsProvider>
  )
}
