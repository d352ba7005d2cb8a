import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of ours: its path from the root, with `/`, and its text. */
export type Source = { path: string; text: string }

const NOT_OURS = new Set(['node_modules', 'dist', 'test-results', 'playwright-report', 'coverage', 'data'])

/** Every file below the given folders whose name ends as asked, in the order of their paths. */
export function sourcesUnder(root: string, folders: readonly string[], ending: RegExp = /[.]tsx?$/): Source[] {
  return folders
    .flatMap((folder) => pathsUnder(root, folder))
    .filter((path) => ending.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function pathsUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : pathsUnder(root, path)
    return entry.isFile() ? [path] : []
  })
}

export const isTest = (path: string): boolean => /[.]test[.]tsx?$/.test(path)
