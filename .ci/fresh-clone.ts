import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { alive, familyOf } from '../server/test/process/processes.ts'

/** `pnpm fresh`: what somebody meets who clones the project and types `npm start`, with nothing kept from before. */
const ROOT = join(import.meta.dirname, '..')
const LIMITS_MS = { first: 90_000, again: 10_000, afterKill: 10_000, refused: 2_000, stop: 10_000 }
const PATIENCE_MS = 300_000

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const faults: string[] = []

function check(what: string, isSo: boolean): void {
  say(`${isSo ? '✓' : '✗'} ${what}`)
  if (!isSo) faults.push(what)
}

function within(what: string, ms: number, limit: keyof typeof LIMITS_MS): void {
  const [took, most] = [ms, LIMITS_MS[limit]].map((one) => `${(one / 1000).toFixed(1)} s`)
  check(`${what}: ${took} (at most ${most})`, ms <= LIMITS_MS[limit])
}

const OURS = /^(npm_|pnpm_|xdg_|grantdesk_|node_options$|node_env$|port$|database_url$|ci$)/i

/** An empty home and no program of this checkout; only the registry is the one that this machine uses. */
function surroundings(home: string): Record<string, string | undefined> {
  mkdirSync(home)
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name))
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const asked = { ...process.env, PATH: folders.join(delimiter) }
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', cwd: tmpdir(), env: asked })
  const own = { HOME: home, PATH: folders.join(delimiter), PORT: '0', npm_config_registry: registry.trim() }
  return { ...Object.fromEntries(kept), ...own }
}

type Running = { child: ChildProcess; pid: number; output: () => string; sinceMs: number }

const place = mkdtempSync(join(tmpdir(), 'grantdesk-fresh-'))
const clone = join(place, 'grantdesk')
const env = surroundings(join(place, 'home'))
const begun: Running[] = []

/** In a process group of its own, so that nothing is left behind whatever happens. */
function begin(program: string, args: readonly string[]): Running {
  const sinceMs = performance.now()
  const child = spawn(program, args, { cwd: clone, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const running = { child, pid: child.pid ?? -1, output: () => text, sinceMs }
  begun.push(running)
  return running
}

const npmStart = (): Running => begin('npm', ['start'])
const isOver = ({ child }: Running): boolean => child.exitCode !== null || child.signalCode !== null

/** Waits for the first answer on the printed address; how long it took since the command. */
async function answered(running: Running): Promise<number> {
  while (performance.now() - running.sinceMs < PATIENCE_MS && !isOver(running)) {
    const url = /^Grantdesk: (http:\/\/\S+)$/m.exec(running.output())?.[1]
    if (url !== undefined && (await fetch(url)).status === 200) return performance.now() - running.sinceMs
    await pass(50)
  }
  throw new Error(`no answer:\n${running.output()}`)
}

/** Sends the signal to one process of the family; how the whole has ended. */
async function stopped(running: Running, signal: NodeJS.Signals, pid = running.pid): Promise<void> {
  const family = familyOf(running.pid)
  const asked = performance.now()
  process.kill(pid, signal)
  if (!isOver(running)) await once(running.child, 'exit')
  if (signal === 'SIGKILL') return
  within(`${signal} to ${pid === running.pid ? 'npm' : 'the server'} ends it`, performance.now() - asked, 'stop')
  check(`its exit code is 0 (${running.child.exitCode ?? running.child.signalCode})`, running.child.exitCode === 0)
  check(`it leaves no process of ${family.length}`, alive(family).length === 0)
}

/** The server among the processes below npm: the one that has printed is the parent of the simulated cloud. */
const serverOf = (running: Running): number => familyOf(running.pid).at(-2) ?? running.pid

async function refused(program: string, args: readonly string[]): Promise<number> {
  const second = begin(program, args)
  await once(second.child, 'exit')
  const ms = performance.now() - second.sinceMs
  const told = second.output().includes('in use by another running Grantdesk')
  check(`a second ${program === 'npm' ? 'npm start' : 'server'} is refused with a clear message`, told)
  check(`its exit code is 1 (${second.child.exitCode})`, second.child.exitCode === 1)
  return ms
}

async function story(): Promise<void> {
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone])
  const first = npmStart()
  within('npm start on a fresh clone answers', await answered(first), 'first')
  await stopped(first, 'SIGTERM')

  const again = npmStart()
  within('npm start answers again', await answered(again), 'again')
  await refused('npm', ['start'])
  const node = join(clone, 'node_modules/.bin/node')
  within('a second server ends', await refused(node, ['server/src/main.ts']), 'refused')
  await stopped(again, 'SIGTERM', serverOf(again))

  const killed = npmStart()
  await answered(killed)
  await stopped(killed, 'SIGKILL', serverOf(killed))
  const after = npmStart()
  within('npm start answers after kill -9', await answered(after), 'afterKill')
  await stopped(after, 'SIGTERM')
}

try {
  await story()
} catch (fault) {
  check(fault instanceof Error ? fault.message : String(fault), false)
} finally {
  for (const running of begun) if (!isOver(running)) process.kill(-running.pid, 'SIGKILL')
  rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
say(faults.length === 0 ? 'fresh: all as promised' : `fresh: ${faults.length} failed`)
process.exitCode = faults.length === 0 ? 0 : 1
