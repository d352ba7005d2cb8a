import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Every process with its parent: Linux tells it in `/proc` (proc(5)), other systems by `ps`. */
function parents(): Map<number, number> {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
    return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]))
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return new Map(pids.flatMap((pid) => parentIn(pid)))
}

function parentIn(pid: string): [number, number][] {
  try {
    // The name stands in brackets and may hold anything; the state and the parent follow it.
    const [, state, parent] = / ([A-Z]) (\d+) [^)]*$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return state === 'Z' ? [] : [[Number(pid), Number(parent)]]
  } catch {
    return []
  }
}

/** The process with all below it; those that have ended and wait to be fetched do not count. */
export function familyOf(pid: number): number[] {
  const all = parents()
  const family = [pid].filter((one) => all.has(one))
  for (const member of family) {
    for (const [one, parent] of all) if (parent === member) family.push(one)
  }
  return family
}

/** Those of the processes that still run. */
export function alive(pids: readonly number[]): number[] {
  const all = parents()
  return pids.filter((pid) => all.has(pid))
}
