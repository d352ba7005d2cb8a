/** The selection after `id` was clicked; with a `from`, everything between the two takes the new state. */
export const select = (
  selected: ReadonlySet<string>,
  ids: readonly string[],
  click: { id: string; from: string | null },
): Set<string> => {
  const next = new Set(selected)
  const on = !selected.has(click.id)
  const a = ids.indexOf(click.from ?? click.id)
  const b = ids.indexOf(click.id)
  const range = a < 0 || b < 0 ? [click.id] : ids.slice(Math.min(a, b), Math.max(a, b) + 1)
  for (const id of range) {
    if (on) next.add(id)
    else next.delete(id)
  }
  return next
}

/** Everything in sight, or nothing when that was already so. */
export const selectAll = (selected: ReadonlySet<string>, ids: readonly string[]): Set<string> => {
  const all = ids.every((id) => selected.has(id))
  return all ? new Set() : new Set([...selected, ...ids])
}
