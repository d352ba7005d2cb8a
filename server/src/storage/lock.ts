import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The folder belongs to a process that is alive. */
export class FolderTaken extends Error {
  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another running Grantdesk. Stop that one, or give this one its own folder by GRANTDESK_DATA.`,
    )
    this.name = 'FolderTaken'
  }
}

/**
 * Takes the data folder for this process.
 *
 * PGlite itself takes no lock, and two processes on one folder lose each other's rows. The lock is the operating system's
 * (an exclusive SQLite transaction), so the kernel frees it however the process ends, and a reused pid cannot fool it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = new DatabaseSync(join(folder, 'lock'))
  try {
    file.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
  } catch (fault) {
    file.close()
    throw (fault as { errcode?: number }).errcode === SQLITE_BUSY ? new FolderTaken(folder) : fault
  }
  held.add(file)
  return () => {
    held.delete(file)
    file.close()
  }
}

/** A file that nothing refers to any more is closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>()
/** "Result Codes" of SQLite. */
const SQLITE_BUSY = 5
