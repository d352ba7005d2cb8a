import { type RefCallback, useCallback, useState } from 'react'

/** The width of an element, followed. */
export const useWidth = (): [RefCallback<HTMLElement>, number] => {
  const [width, setWidth] = useState(() => Math.max(320, window.innerWidth - 280))
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return
    setWidth(element.getBoundingClientRect().width)
    const observer = new ResizeObserver(() => setWidth(element.getBoundingClientRect().width))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
