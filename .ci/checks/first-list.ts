import { gzipSync } from 'node:zlib'

/** What JavaScript and CSS the first list may weigh, zipped as a server zips it at its best. */
const MOST_BYTES = 220_000

/** One chunk in Vite's manifest (vite.dev, "Backend Integration"). */
type Chunk = { file: string; isEntry?: boolean; imports?: string[]; css?: string[] }
export type Manifest = Record<string, Chunk>

/** The files a browser needs before the page is whole: the entry, the page's chunk and all they import statically. */
export function filesOf(manifest: Manifest, pages: readonly string[]): string[] {
  const waiting = [...Object.keys(manifest).filter((key) => manifest[key]?.isEntry), ...pages]
  const seen = new Set<string>()
  const files = new Set<string>()
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue
    seen.add(key)
    const chunk = manifest[key]
    if (chunk === undefined) throw new Error(`the manifest has no chunk ${key}`)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    waiting.push(...(chunk.imports ?? []))
  }
  return [...files].filter((file) => /[.](js|css)$/.test(file)).toSorted()
}

/** The scripts and styles that the page itself names, those of `public` among them, which no manifest lists. */
export const filesOnPage = (html: string): string[] =>
  [...html.matchAll(/\b(?:src|href)="\/([^"?]+[.](?:js|css))"/g)].map(([, file]) => file ?? '')

/** Weighs the files; a fault when they are together over the limit. */
export function tooHeavy(files: readonly string[], read: (file: string) => Buffer): string[] {
  const sizes = files.map((file) => ({ file, bytes: gzipSync(read(file), { level: 9 }).length }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  if (files.length === 0) return ['the first list has no files']
  if (total <= MOST_BYTES) return []
  const parts = sizes.toSorted((a, b) => b.bytes - a.bytes).map(({ file, bytes }) => `${file} ${kilobytes(bytes)}`)
  return [`the first list weighs ${kilobytes(total)}, ${kilobytes(MOST_BYTES)} are allowed: ${parts.join(', ')}`]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
