import { once } from 'node:events'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

/**
 * Makes the folder of an embedded database where there is none yet.
 *
 * In a thread of its own: making it computes for seconds and leaves 300 MB of memory behind. Under another name first:
 * PGlite takes a folder that has a `PG_VERSION` for whole, and writes that file before the last ones.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const draft = `${folder}.draft`
  rmSync(draft, { recursive: true, force: true })
  const maker = new Worker(new URL(import.meta.url), { workerData: draft })
  const [code] = (await once(maker, 'exit')) as [number]
  if (code !== 0) throw new Error(`The database could not be made in ${folder}.`)
  renameSync(draft, folder)
}

async function fill(folder: string): Promise<void> {
  const lite = await PGlite.create({ dataDir: folder })
  await lite.close()
}

if (!isMainThread && typeof workerData === 'string') await fill(workerData)
