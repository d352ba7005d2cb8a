import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { stepTo } from './steps.ts'

type Walk = {
  count: number
  /** Rows that fit into the window of the table. */
  page: () => number
  scrollTo: (index: number) => void
  onSpace: (index: number, range: boolean) => void
  onEnter: (index: number) => void
}

/** Walks over virtual rows by keyboard: one row at a time is in the tab order, arrows lead on from it. */
export const useWalk = (grid: { current: HTMLElement | null }, walk: Walk) => {
  const [current, setCurrent] = useState(0)
  const wanted = useRef<number | null>(null)
  const at = Math.min(current, Math.max(walk.count - 1, 0))

  useLayoutEffect(() => {
    if (wanted.current === null) return
    const row = grid.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`)
    wanted.current = null
    row?.focus({ preventScroll: true })
  })

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Keys inside a row's controls belong to the controls.
    if (!(event.target instanceof HTMLElement) || event.target.dataset['index'] === undefined) return
    const next = stepTo(event.key, { at, count: walk.count, page: walk.page() })
    if (next === null && event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    if (event.key === ' ') return walk.onSpace(at, event.shiftKey)
    if (next === null) return walk.onEnter(at)
    wanted.current = next
    walk.scrollTo(next)
    setCurrent(next)
  }
  return { at, setCurrent, onKeyDown }
}
