import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { type Config, readConfig } from './config.ts'
import { keepFolderKind, WrongKind } from './start/house-facts.ts'
import { keepPrivate } from './start/private-folder.ts'
import { stopSignal } from './start/stop-signal.ts'
import { FolderTaken, lockFolder } from './storage/lock.ts'

const ROOT = join(import.meta.dirname, '../..')

const stopping = stopSignal()
// Whoever read the lines may have gone (`npm start | head`): that ends the telling, not the house.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
const announce = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** Ends before anything is built or opened: what is wrong can be told in one line each. */
function giveUp(lines: readonly string[]): never {
  for (const line of lines) complain(line)
  process.exit(1)
}

/** Replicas on one PostgreSQL share nothing on the disk; the embedded database and the demo's cloud are in the folder. */
function takeFolder({ database, demo, dataFolder }: Config): void {
  if (database === 'postgres' && !demo) return
  try {
    keepPrivate(dataFolder)
    lockFolder(dataFolder)
    keepFolderKind(dataFolder, demo)
  } catch (fault) {
    if (fault instanceof FolderTaken || fault instanceof WrongKind) giveUp([fault.message])
    giveUp([`The data folder ${dataFolder} cannot be used: ${fault instanceof Error ? fault.message : String(fault)}`])
  }
}

const answer = readConfig(process.env, { readFile: (path) => readFileSync(path, 'utf8'), root: ROOT })
if (!answer.ok) giveUp(['Grantdesk cannot start:', ...answer.faults.map((fault) => `- ${fault}`)])
else {
  takeFolder(answer.config)
  // The rest of the house is loaded only once the folder is ours: a second start says so at once.
  const cache = enableCompileCache(join(ROOT, 'node_modules/.cache/compile')).directory
  // The simulated cloud's process takes it from its environment.
  if (cache !== undefined) process.env['NODE_COMPILE_CACHE'] = cache
  const { run } = await import('./run.ts')
  process.exit(await run({ root: ROOT, config: answer.config, secrets: answer.secrets, announce, complain, stopping }))
}
