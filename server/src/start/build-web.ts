import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const SOURCES = ['web/src', 'web/index.html', 'web/public', 'web/vite.config.ts', 'shared/src', 'pnpm-lock.yaml']

/** Builds the web floor when a source is newer than what was built; answers whether it did. */
export async function buildWeb(root: string, signal: AbortSignal): Promise<boolean> {
  const web = join(root, 'web')
  const built = join(web, 'dist/index.html')
  if (!existsSync(join(web, 'src'))) return false
  if (existsSync(built) && newest(root) <= statSync(built).mtimeMs) return false
  const draft = newDraft(join(web, 'node_modules/.cache/grantdesk'))
  const begun = statSync(draft).mtime
  const vite = join(web, 'node_modules/vite/bin/vite.js')
  const options = ['--outDir', draft, '--emptyOutDir', '--logLevel', 'warn']
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], { cwd: web, signal })
  // A source that changed during the build is newer than what was built.
  utimesSync(join(draft, 'index.html'), begun, begun)
  putInPlace(draft, join(web, 'dist'))
  return true
}

const newest = (root: string): number => Math.max(...SOURCES.map((source) => changedAt(join(root, source))))

function changedAt(path: string): number {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
}

const HOUR_MS = 3_600_000

/** A folder to build in, so that neither a kill nor a second start leaves half a floor; what kills have left goes. */
function newDraft(drafts: string): string {
  const draft = join(drafts, `dist-${process.pid}`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const now = statSync(draft).mtimeMs
  for (const path of readdirSync(drafts).map((name) => join(drafts, name))) {
    if (now - changedAt(path) > HOUR_MS) rmSync(path, { recursive: true, force: true })
  }
  return draft
}

const TRIES = 20

/** Another start may do the same at this moment: whoever comes last wins, and each floor is whole. */
function putInPlace(draft: string, folder: string): void {
  const old = `${draft}-old`
  for (let tries = 1; ; tries++) {
    try {
      rmSync(old, { recursive: true, force: true })
      if (existsSync(folder)) renameSync(folder, old)
      renameSync(draft, folder)
      return rmSync(old, { recursive: true, force: true })
    } catch (fault) {
      if (tries === TRIES) throw fault
    }
  }
}
