type Place = { at: number; count: number; page: number }

const STEPS: Record<string, (place: Place) => number> = {
  ArrowDown: ({ at }) => at + 1,
  ArrowUp: ({ at }) => at - 1,
  PageDown: ({ at, page }) => at + page,
  PageUp: ({ at, page }) => at - page,
  Home: () => 0,
  End: ({ count }) => count - 1,
}

/** The row to which a key leads, or `null` when the key does not walk. */
export const stepTo = (key: string, place: Place): number | null => {
  const step = STEPS[key]
  if (!step || place.count === 0) return null
  return Math.min(Math.max(step(place), 0), place.count - 1)
}
