import styles from './Skeleton.module.css'

/** The place of something that is on its way, so that nothing jumps when it comes. */
export const Skeleton = ({ width }: { width: number | string }) => (
  <span className={styles['bar']} style={{ width, maxWidth: '100%' }} aria-hidden />
)
