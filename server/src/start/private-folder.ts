import { chmodSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the house keeps in its data folder. */
const KEPT = ['lock', 'kind', 'database', 'cloud.sqlite', 'cloud.sqlite-wal', 'cloud.sqlite-shm']

/**
 * Keeps what the house writes from the other users of the machine: the hashes of passwords and the key that signs
 * sessions lie in it. The folder itself may have been given with other rights, which are its owner's to choose.
 */
export function keepPrivate(folder: string): void {
  process.umask(0o077)
  for (const path of KEPT.map((name) => join(folder, name)).filter((one) => existsSync(one))) {
    chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600)
  }
}
