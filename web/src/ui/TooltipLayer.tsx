import { useEffect, useRef } from 'react'
import styles from './TooltipLayer.module.css'

const GAP = 6
const EDGE = 8
const DELAY_MS = 250
const LEAVE_MS = 120

const place = (anchor: Element, tip: HTMLElement) => {
  const at = anchor.getBoundingClientRect()
  const { width, height } = tip.getBoundingClientRect()
  const below = at.bottom + GAP + height > innerHeight - EDGE ? at.top - GAP - height : at.bottom + GAP
  const left = Math.min(Math.max(EDGE, at.left + at.width / 2 - width / 2), innerWidth - width - EDGE)
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(EDGE, below))}px)`
  tip.style.left = '0'
  tip.style.top = '0'
}

const isClipped = (element: HTMLElement) => element.scrollWidth > element.clientWidth

/** What is explained: something with a tip, or a text that does not fit its place. */
const carrier = (target: EventTarget | null): HTMLElement | null => {
  if (!(target instanceof Element)) return null
  const told = target.closest<HTMLElement>('[data-tip]')
  if (told) return told
  const clip = target.closest<HTMLElement>('[data-clip]')
  return clip && isClipped(clip) ? clip : null
}

/** Shows and hides the one tooltip; all state is in the element, so that a hover never renders a row again. */
const follow = (tip: HTMLElement) => {
  let shown: HTMLElement | null = null
  let timer = 0

  const hide = () => {
    clearTimeout(timer)
    shown = null
    if (tip.matches(':popover-open')) tip.hidePopover()
  }
  const show = (anchor: HTMLElement) => {
    const text = anchor.dataset['tip'] ?? anchor.textContent
    if (!text || !anchor.isConnected) return
    shown = anchor
    tip.textContent = text
    if (!tip.matches(':popover-open')) tip.showPopover()
    place(anchor, tip)
  }
  const later = (act: () => void, ms: number) => {
    clearTimeout(timer)
    timer = window.setTimeout(act, ms)
  }
  const over = (event: PointerEvent) => {
    if (event.target === tip) return clearTimeout(timer)
    const anchor = carrier(event.target)
    if (anchor === shown && shown) return clearTimeout(timer)
    if (anchor) later(() => show(anchor), DELAY_MS)
    else if (shown) later(hide, LEAVE_MS)
    else clearTimeout(timer)
  }
  const focus = (event: FocusEvent) => {
    const anchor = carrier(event.target)
    // A popup that closes gives the focus back while it closes; nothing else may be shown within that.
    if (anchor?.matches(':focus-visible')) later(() => show(anchor), 0)
    else hide()
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') hide()
  }
  return { over, focus, key, hide }
}

/** The one tooltip of the page: hovered or focused things with `data-tip` are explained; Escape puts it away. */
export const TooltipLayer = () => {
  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const tip = ref.current
    if (!tip) return
    const { over, focus, key, hide } = follow(tip)
    const heard = new AbortController()
    const options = { signal: heard.signal }
    document.addEventListener('pointerover', over, options)
    document.addEventListener('focusin', focus, options)
    document.addEventListener('keydown', key, options)
    document.addEventListener('pointerdown', hide, options)
    document.addEventListener('scroll', hide, { ...options, capture: true })
    return () => {
      hide()
      heard.abort()
    }
  }, [])

  return <div ref={ref} className={styles['tip']} popover="manual" role="tooltip" />
}
