import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { announced, announcedFirstStart, type Addresses, type FirstStart } from './address.ts'

type Running = {
  /** All that the product has printed. */
  output: () => string
  /** Ends it by its process id and removes its folder; resolves to its exit code. */
  stop: () => Promise<number | null>
}

/** The real product with its simulated cloud, started as a person starts it, in a data folder of its own. */
export type Product = Addresses & Running

/** The real product as an organisation starts it for the first time: no demo, nobody has an account yet. */
export type EmptyProduct = FirstStart & Running

const root = join(import.meta.dirname, '../..')
const PATIENCE_MS = 90_000

export const startProduct = (env: Record<string, string> = {}): Promise<Product> => start(env, announced)

export const startEmptyProduct = (): Promise<EmptyProduct> => start({ GRANTDESK_DEMO: 'off' }, announcedFirstStart)

type Told<T> = (output: string) => T | null

async function start<T>(env: Record<string, string>, told: Told<T>): Promise<T & Running> {
  const folder = mkdtempSync(join(tmpdir(), 'grantdesk-'))
  const child = spawn(process.execPath, ['server/src/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'test', PORT: String(await freePort()), GRANTDESK_DATA: folder, ...env },
  })
  const output = collected(child)
  const stop = () => ended(child).finally(() => rmSync(folder, { recursive: true, force: true }))
  try {
    return { ...(await toldBy(child, output, told)), output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function collected(child: ChildProcess): () => string {
  let text = ''
  const add = (chunk: Buffer) => {
    text += chunk.toString()
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return () => text
}

function toldBy<T>(child: ChildProcess, output: () => string, told: Told<T>): Promise<T> {
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`no address after ${PATIENCE_MS} ms:\n${output()}`)), PATIENCE_MS)
    child.once('exit', (code) => fail(new Error(`the product ended with ${code}:\n${output()}`)))
    child.stdout?.on('data', () => {
      const all = told(output())
      if (all === null) return
      clearTimeout(late)
      done(all)
    })
  })
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit') as Promise<[number | null]>
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
  const [code] = await exit
  clearTimeout(hard)
  return code
}
