import type { Icon } from './icons.ts'

/** An icon at the one size and stroke of the product; always beside words or inside something that has a name. */
export const Glyph = ({ icon: Shape, size = 16 }: { icon: Icon; size?: number }) => (
  <Shape size={size} stroke={1.75} aria-hidden />
)
