import { useEffect } from 'react'

const HOUSE = 'Grantdesk'

/** Names the page in the window and in the history. */
export const useTitle = (title: string | undefined): void => {
  useEffect(() => {
    document.title = title ? `${title} · ${HOUSE}` : HOUSE
  }, [title])
}
