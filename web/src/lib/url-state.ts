import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { seen } from '@grantdesk/shared/kernel/text'

/** What a view keeps in its address: each part with the words it may have. The first one is what an absent part means. */
export type UrlShape = Record<string, readonly [string, ...string[]] | 'text' | 'list'>

export type UrlView<S extends UrlShape> = {
  [K in keyof S]: S[K] extends readonly string[] ? S[K][number] : S[K] extends 'list' ? readonly string[] : string
}

/** Reads a view from an address; strange words count as absent, because anybody can write an address. */
export const readView = <const S extends UrlShape>(shape: S, search: URLSearchParams): UrlView<S> => {
  const read = (name: string, form: UrlShape[string]) => {
    if (form === 'list') return search.getAll(name)
    const given = search.get(name) ?? ''
    if (form === 'text') return seen(given).trim()
    return form.includes(given) ? given : form[0]
  }
  return Object.fromEntries(Object.entries(shape).map(([name, form]) => [name, read(name, form)])) as UrlView<S>
}

/** Writes a changed view into an address; what an absent part means anyway is left out. */
export const writeView = <const S extends UrlShape>(
  shape: S,
  search: URLSearchParams,
  change: Partial<UrlView<S>>,
): URLSearchParams => {
  const next = new URLSearchParams(search)
  for (const [name, value] of Object.entries<string | readonly string[] | undefined>(change)) {
    next.delete(name)
    const form = shape[name]
    const usual = form === 'text' || form === 'list' || form === undefined ? '' : form[0]
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each === 'string' && each !== usual && each !== '') next.append(name, each)
    }
  }
  return next
}

/** The address is the view: Back and a pasted link restore it. Typing replaces, choosing adds to the history. */
export const useUrlView = <const S extends UrlShape>(
  shape: S,
): [UrlView<S>, (change: Partial<UrlView<S>>, how?: 'push' | 'replace') => void] => {
  const [search, setSearch] = useSearchParams()
  const view = useMemo(() => readView(shape, search), [shape, search])
  const change = useCallback(
    (part: Partial<UrlView<S>>, how: 'push' | 'replace' = 'push') =>
      // From the address itself: what is rendered may not know yet of a change just before this one.
      setSearch(() => writeView(shape, new URLSearchParams(location.search), part), {
        replace: how === 'replace',
        preventScrollReset: true,
      }),
    [shape, setSearch],
  )
  return [view, change]
}
