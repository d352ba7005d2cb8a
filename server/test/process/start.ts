import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, vi } from 'vitest'
import { makeFolder } from '../../src/storage/first-folder.ts'
import { HttpClient } from '../http-client.ts'
import { Watch } from '../watch.ts'
import { alive, familyOf } from './processes.ts'

export const ROOT = join(import.meta.dirname, '../../..')
const PATIENCE_MS = 90_000
// Several starts in one test, on a machine that is busy with others.
vi.setConfig({ testTimeout: 2 * PATIENCE_MS, hookTimeout: 2 * PATIENCE_MS })

export type End = { code: number | null; signal: string | null; afterMs: number }

/** A process of the product as a person starts it. */
export type Started = {
  pid: number
  /** Of the product and of its simulated cloud, as long as they ran. */
  family: () => number[]
  output: () => string
  errors: () => string
  ended: Promise<End>
  /** Closes the ends of its pipes that this side reads. */
  deafen: () => void
  /** Sends the signal; resolves to how the process ended and how long that took. */
  stop: (signal?: NodeJS.Signals) => Promise<End>
}

/** One that has announced where it is reached. */
export type Product = Started & {
  url: string
  readyMs: number
  visitor: () => HttpClient
  /** Asks the control interface of the simulated cloud. */
  cloud: <T = Record<string, unknown>>(path: string, body?: unknown, method?: string) => Promise<T>
}

export type Setup = {
  folder: string
  env?: Record<string, string>
  /** Instead of `node server/src/main.ts` in the project's own folder. */
  command?: readonly [program: string, ...rest: string[]]
  cwd?: string
  /** Gives it a process group of its own, as a terminal does. */
  asGroup?: boolean
}

const begun = new Set<ChildProcess>()
const folders: string[] = []
const families = new Set<number>()
const watch = new Watch()

afterAll(async () => {
  for (const child of begun) await endHard(child)
  const left = alive([...families])
  for (const pid of left) process.kill(pid, 'SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  expect({ left, secrets: watch.faults }).toEqual({ left: [], secrets: [] })
})

async function endHard(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  const family = familyOf(child.pid)
  child.kill('SIGKILL')
  await exit
  await gone(family)
}

/** An empty folder, removed after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'grantdesk-process-'))
  folders.push(folder)
  return folder
}

/** A new data folder whose embedded database is made already: that takes seconds, and is not what most tests are about. */
export async function dataFolder(): Promise<string> {
  const folder = newFolder()
  cpSync(await emptyDatabase(), join(folder, 'database'), { recursive: true })
  return folder
}

async function emptyDatabase(): Promise<string> {
  const cache = join(ROOT, 'node_modules/.cache/grantdesk-test/folder')
  const made = join(cache, 'pglite-0.5.16')
  if (existsSync(made)) return made
  mkdirSync(cache, { recursive: true })
  const own = join(cache, `own-${process.pid}`)
  await makeFolder(own)
  // Another file of tests may have made it meanwhile.
  if (existsSync(made)) rmSync(own, { recursive: true })
  else renameSync(own, made)
  return made
}

/** Only what a shell has: nothing of the test runner's environment reaches the product. */
function surroundings(folder: string, env: Record<string, string>): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  const bin = join(ROOT, 'node_modules/.bin')
  return { PATH: `${bin}:${PATH}`, HOME, PORT: '0', GRANTDESK_DATA: folder, ...env }
}

const NODE = [process.execPath, 'server/src/main.ts'] as const

/** Starts the process and does not wait for anything. */
export function begin({ folder, env = {}, command = NODE, cwd, asGroup = false }: Setup): Started {
  const since = performance.now()
  const [program, ...rest] = command
  const child = spawn(program, rest, {
    cwd: cwd ?? ROOT,
    env: surroundings(folder, env),
    detached: asGroup,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  begun.add(child)
  const [output, errors] = [textOf(child.stdout), textOf(child.stderr)]
  const ended = once(child, 'exit').then(([code, signal]) => {
    watch.text('what was printed', output() + errors())
    return { code, signal, afterMs: performance.now() - since } as End
  })
  const family = (): number[] => {
    const now = child.pid === undefined ? [] : familyOf(child.pid)
    for (const pid of now) families.add(pid)
    return now
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<End> => {
    family()
    const asked = performance.now()
    child.kill(signal)
    const end = await ended
    return { ...end, afterMs: performance.now() - asked }
  }
  const deafen = (): void => {
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
  return { pid: child.pid ?? -1, family, output, errors, ended, deafen, stop }
}

function textOf(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return () => text
}

/** Starts the product and waits until it has said all that it says. */
export async function start(setup: Setup): Promise<Product> {
  const since = performance.now()
  const process = begin(setup)
  const over = process.ended.then(({ code }) => {
    throw new Error(`it ended with ${code}:\n${process.output()}${process.errors()}`)
  })
  const url = await Promise.race([told(process, /^Grantdesk: (http:\/\/\S+)$/m), over])
  const readyMs = performance.now() - since
  over.catch(() => {})
  process.family()
  const { port } = new URL(url)
  const cloud = async <T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> => {
    const control = await told(process, /^Simulator control: (http:\/\/\S+)$/m)
    const answer = await fetch(control + path, body === undefined ? { method } : { method, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const visitor = () => new HttpClient({ port: Number(port), host: `localhost:${port}`, watch })
  return { ...process, url, readyMs, visitor, cloud }
}

/** Waits until the process has printed a line of this form; answers its first group. */
export async function told(process: Pick<Started, 'output' | 'errors'>, line: RegExp): Promise<string> {
  const found = (): string | undefined => line.exec(process.output())?.[1]
  await until(
    () => found() !== undefined,
    () => `nothing like ${line} in:\n${process.output()}${process.errors()}`,
  )
  return found() ?? ''
}

/** What an empty process takes on two cores that have nothing else to do. */
const EMPTY_MS = 60

/** How many times slower than that the machine is at this moment: limits in seconds hold for a machine that is ours. */
export function slowness(): number {
  const since = performance.now()
  spawnSync(process.execPath, ['-e', '0'])
  return Math.max(1, (performance.now() - since) / EMPTY_MS)
}

/** Waits until it is so, for as long as a slow machine may take. */
export async function until(isSo: () => boolean | Promise<boolean>, why = () => String(isSo)): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${why()}`)
    await pass(25)
  }
}

/** A module that is loaded before the product's own: what a test wants to see or to break inside the process. */
export function planted(source: string): { NODE_OPTIONS: string } {
  const file = join(newFolder(), 'planted.mjs')
  writeFileSync(file, source)
  return { NODE_OPTIONS: `--import=${pathToFileURL(file).href}` }
}

/** Waits until none of the processes runs any more. */
export const gone = (pids: readonly number[]): Promise<void> => until(() => alive(pids).length === 0)
