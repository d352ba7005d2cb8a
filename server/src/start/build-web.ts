import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const SOURCES = ['web/src', 'web/index.html', 'web/public', 'web/vite.config.ts', 'shared/src', 'pnpm-lock.yaml']

/** Builds the web floor when a source is newer than what was built; answers whether it did. */
export async function buildWeb(root: string): Promise<boolean> {
  const built = join(root, 'web/dist/index.html')
  if (!existsSync(join(root, 'web/src'))) return false
  if (existsSync(built) && newest(root) <= statSync(built).mtimeMs) return false
  const vite = join(root, 'web/node_modules/vite/bin/vite.js')
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(root, 'web') })
  return true
}

const newest = (root: string): number => Math.max(...SOURCES.map((source) => changedAt(join(root, source))))

function changedAt(path: string): number {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
}
