import styles from './Avatar.module.css'
import { initials } from './initials.ts'

/** A person as a disc of initials, always beside or inside something that says the name. */
export const Avatar = ({ name }: { name: string }) => (
  <span className={styles['avatar']} data-initials={initials(name)} aria-hidden />
)
