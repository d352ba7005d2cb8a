import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const asRoot = process.getuid?.() === 0

/** The oldest server that the house promises to run on comes first, since the tests are about its subset of SQL. */
const PREFERRED = '15'

/** Where `initdb` and `postgres` are, or `null` on a machine without a PostgreSQL server. */
export function postgresBinaries(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => rank(a) - rank(b)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) ?? null
}

const rank = (version: string): number => (version === PREFERRED ? 0 : Number(version))

/** The server refuses to run as root, so root hands it to its own user, and lets it end when this process does. */
function asPostgres(command: string, rest: string[]): [string, string[]] {
  if (!asRoot) return [command, rest]
  const user = ['--reuid', 'postgres', '--regid', 'postgres', '--clear-groups', '--pdeathsig', 'QUIT']
  return ['setpriv', [...user, command, ...rest]]
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : Promise.reject(new Error('no free port'))
}

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'grantdesk-postgres-'))
  if (asRoot) {
    const { stdout } = await run('id', ['-u', 'postgres'])
    await chown(folder, Number(stdout), -1)
  }
  return folder
}

const KEEPS_NOTHING = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/** Starts a throwaway PostgreSQL server that keeps nothing. */
export async function startPostgres(binaries: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await ownFolder()
  const data = join(folder, 'data')
  const form = '-U app -A trust --no-sync -E UTF8 --locale=C.UTF-8'.split(' ')
  await run(...asPostgres(join(binaries, 'initdb'), ['-D', data, ...form]))
  const port = await freePort()
  const settings = Object.entries({ ...KEEPS_NOTHING, listen_addresses: '127.0.0.1', unix_socket_directories: folder })
  const options = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command, rest] = asPostgres(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...options])
  const server = spawn(command, rest, { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => server.on('exit', () => resolve()))
  const url = `postgres://app@127.0.0.1:${port}/postgres`
  await answering(url, () => server.exitCode !== null)
  return {
    url,
    stop: async () => {
      server.kill('SIGQUIT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answering(url: string, isOver: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (isOver()) throw new Error('the PostgreSQL server ended before it answered')
    if (await answers(url)) return
    await sleep(50)
  }
  throw new Error('the PostgreSQL server does not answer')
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  // A server that is still starting ends the connection; that is an answer of its own kind.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
