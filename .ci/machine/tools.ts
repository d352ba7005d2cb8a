import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** What the steps need of the machine: our pinned programs, a way to run them, a way to say something. */
export type Tools = {
  root: string
  say: (line: string) => void
  /** The path of a pinned program; `floor` where only that floor has it. */
  bin: (name: string, floor?: string) => string
  /** Runs a program with its output in sight; resolves to its exit code, to 1 when it cannot run or takes too long. */
  run: (program: string, args: readonly string[], how?: Run) => Promise<number>
}

export type Run = { env?: Record<string, string>; cwd?: string; minutes?: number }

export function toolsAt(root: string, say: (line: string) => void): Tools {
  return {
    root,
    say,
    bin: (name, floor = '.') => join(root, floor, 'node_modules/.bin', name),
    run: (program, args, how = {}) => runIn(root, say, { program, args, how }),
  }
}

type Order = { program: string; args: readonly string[]; how: Run }

function runIn(root: string, say: Tools['say'], { program, args, how }: Order): Promise<number> {
  const { env, cwd = '.', minutes = 5 } = how
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: join(root, cwd),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    const late = setTimeout(() => {
      say(`${program} takes more than ${minutes} minutes: stopped`)
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref()
    }, minutes * 60_000)
    const end = (code: number) => {
      clearTimeout(late)
      done(code)
    }
    child.once('error', (error) => {
      say(`${program} cannot be run: ${error.message}`)
      end(1)
    })
    child.once('exit', (code) => end(code ?? 1))
  })
}
