/** What an element needs to explain itself: read out by assistive technology, shown by the tooltip layer. */
type Tip = { 'data-tip'?: string; 'aria-description'?: string }

export const tip = (text: string | null | undefined): Tip =>
  text ? { 'data-tip': text, 'aria-description': text } : {}

/** For something whose name is the tip itself, e.g. a button that is only an icon. */
export const nameTip = (name: string): { 'data-tip': string; 'aria-label': string } => ({
  'data-tip': name,
  'aria-label': name,
})
