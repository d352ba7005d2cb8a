type Toast = { id: number; tone: 'ok' | 'bad'; title: string; detail?: string }

/** The messages that confirm a finished act: one list, outside of React, so that any code can add to it. */
export const makeToasts = (keepMs: number) => {
  let list: readonly Toast[] = []
  let last = 0
  const hearers = new Set<() => void>()
  const put = (next: readonly Toast[]) => {
    list = next
    for (const hear of hearers) hear()
  }
  const drop = (id: number) => put(list.filter((toast) => toast.id !== id))
  return {
    list: () => list,
    hear: (hearer: () => void) => {
      hearers.add(hearer)
      return () => hearers.delete(hearer)
    },
    drop,
    say: (toast: Omit<Toast, 'id'>) => {
      const id = ++last
      put([...list.slice(-2), { ...toast, id }])
      // What went wrong stays until it is put away by hand.
      if (toast.tone === 'ok') setTimeout(() => drop(id), keepMs)
    },
  }
}

export const toasts = makeToasts(6000)
