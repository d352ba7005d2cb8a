import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from './config.ts'
import { FolderTaken, lockFolder } from './storage/lock.ts'

const ROOT = join(import.meta.dirname, '../..')

const announce = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** Ends before anything is built or opened: what is wrong can be told in one line each. */
function giveUp(lines: readonly string[]): never {
  for (const line of lines) complain(line)
  process.exit(1)
}

function takeFolder(folder: string): () => void {
  try {
    return lockFolder(folder)
  } catch (fault) {
    if (fault instanceof FolderTaken) return giveUp([fault.message])
    throw fault
  }
}

const answer = readConfig(process.env, { readFile: (path) => readFileSync(path, 'utf8'), root: ROOT })
if (!answer.ok) giveUp(['Grantdesk cannot start:', ...answer.faults.map((fault) => `- ${fault}`)])
else {
  // Replicas on one PostgreSQL share nothing on the disk; the embedded database and the demo's cloud do.
  const isOurs = answer.config.database === 'pglite' || answer.config.demo
  const free = isOurs ? takeFolder(answer.config.dataFolder) : () => {}
  // The rest of the house is loaded only once the folder is ours: a second start says so at once.
  const { run } = await import('./run.ts')
  await run({ root: ROOT, config: answer.config, secrets: answer.secrets, announce, complain, free })
}
