import { Link } from 'react-router'
import { paths } from '../lib/paths.ts'
import styles from './Brand.module.css'

/** The sign of the house. */
const Mark = () => <img src="/mark.svg" alt="" width={24} height={24} className={styles['mark']} />

export const Brand = () => (
  <Link to={paths.home} className={styles['brand']}>
    <Mark /> Grantdesk
  </Link>
)
