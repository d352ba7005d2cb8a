import { useState } from 'react'
import type { Choice } from './fit.ts'

export type Density = 'comfortable' | 'compact'
export type Layout = Choice & { density: Density }

const STANDARD: Layout = { added: [], removed: [], density: 'comfortable' }

const isList = (given: unknown): given is string[] => Array.isArray(given) && given.every((x) => typeof x === 'string')

/** Reads what was kept; anything strange counts as nothing kept. */
export const parseLayout = (kept: string | null): Layout => {
  if (!kept) return STANDARD
  try {
    const given = JSON.parse(kept) as Partial<Record<keyof Layout, unknown>> | null
    return {
      added: isList(given?.added) ? given.added : [],
      removed: isList(given?.removed) ? given.removed : [],
      density: given?.density === 'compact' ? 'compact' : 'comfortable',
    }
  } catch {
    return STANDARD
  }
}

/** How a person likes a table: kept in this browser, because it is about the person and not about the view. */
export const useLayout = (name: string): [Layout, (layout: Layout) => void] => {
  const key = `grantdesk.table.${name}`
  const [layout, setLayout] = useState(() => parseLayout(localStorage.getItem(key)))
  const keep = (next: Layout) => {
    setLayout(next)
    localStorage.setItem(key, JSON.stringify(next))
  }
  return [layout, keep]
}
