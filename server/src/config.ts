import { join, resolve } from 'node:path'
import {
  type ConnectionConfig,
  type Credential,
  type Env,
  type FileFacts,
  isLoopback,
  isOrigin,
  type ReadFile,
  readConnections,
} from './config/connections-file.ts'
import { Secret } from './config/secret.ts'

const LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const
export type Level = (typeof LEVELS)[number]

/** How the house is set up; may be logged. */
export type Config = {
  port: number
  /** The address that is listened on: this machine only, unless a TLS proxy stands before the house. */
  host: string
  /** Under which address people reach the house, when it was said. */
  origin: URL | null
  /** Behind how many proxies the house stands. */
  proxies: number
  dataFolder: string
  database: 'pglite' | 'postgres'
  production: boolean
  /** Whether the simulated cloud runs and its people may come in without a password. */
  demo: boolean
  log: Level
  connections: readonly ConnectionConfig[]
}

/** What nobody may see. Optional parts are `null`. */
export type Secrets = {
  databaseUrl: Secret | null
  /** Signs the session cookie; `null` when the house shall make one and keep it. */
  session: Secret | null
  credentials: readonly Credential[]
}

export type ConfigAnswer = { ok: true; config: Config; secrets: Secrets } | { ok: false; faults: string[] }

type Surroundings = {
  readFile: ReadFile
  /** The project's own folder. */
  root: string
}

const PORT = 3000
const SECRET_MIN = 32

/** Reads the environment: either everything is right, or every fault is told, each in a sentence that names its place. */
export function readConfig(environment: Env, { readFile, root }: Surroundings): ConfigAnswer {
  const env = withoutBlanks(environment)
  const faults: string[] = []
  const reading: Reading = { env, faults }
  const origin = originOf(reading)
  const file = connectionsOf(reading, readFile, root)
  const secrets = { databaseUrl: databaseUrl(reading), session: sessionSecret(reading), credentials: file.credentials }
  const production = env['NODE_ENV'] === 'production'
  const isPublic = origin?.protocol === 'https:'
  const config: Config = {
    port: portOf(reading),
    host: isPublic ? '0.0.0.0' : '127.0.0.1',
    origin,
    proxies: isPublic ? 1 : 0,
    dataFolder: resolve(root, env['GRANTDESK_DATA'] ?? join(root, '.grantdesk')),
    database: secrets.databaseUrl ? 'postgres' : 'pglite',
    production,
    demo: demoOf(reading, {
      production,
      isReal: env['GRANTDESK_CONFIG'] !== undefined && file.connections.length > 0,
      isPublic,
    }),
    log: oneOf(reading, 'GRANTDESK_LOG', LEVELS) ?? 'info',
    connections: file.connections,
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config, secrets }
}

type Reading = { env: Env; faults: string[] }

/** A variable that is set to nothing counts as not set: that is how compose files and shells leave them out. */
const withoutBlanks = (env: Env): Env =>
  Object.fromEntries(Object.entries(env).filter(([, text]) => text !== undefined && text.trim() !== ''))

function portOf({ env, faults }: Reading): number {
  const text = env['PORT'] ?? String(PORT)
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  faults.push('PORT must be a number from 0 to 65535.')
  return PORT
}

function originOf({ env, faults }: Reading): URL | null {
  const text = env['GRANTDESK_ORIGIN']
  if (text === undefined) return null
  const url = URL.parse(text)
  if (url && isOrigin(url) && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))) return url
  faults.push(
    'GRANTDESK_ORIGIN must be an address like https://grants.example.com, without a path (http only on this machine).',
  )
  return null
}

function connectionsOf({ env, faults }: Reading, readFile: ReadFile, root: string): FileFacts {
  const path = env['GRANTDESK_CONFIG']
  if (path === undefined) return { connections: [], credentials: [], faults: [] }
  const file = readConnections(resolve(root, path), env, readFile)
  faults.push(...file.faults)
  return file
}

function databaseUrl({ env, faults }: Reading): Secret | null {
  const text = env['DATABASE_URL']
  if (text === undefined) return null
  const url = URL.parse(text)
  if (url && ['postgres:', 'postgresql:'].includes(url.protocol)) return new Secret(text)
  faults.push('DATABASE_URL must be an address like postgres://user:password@host:5432/name.')
  return null
}

function sessionSecret({ env, faults }: Reading): Secret | null {
  const text = env['GRANTDESK_SECRET']
  if (text === undefined) return null
  if (text.length < SECRET_MIN) faults.push(`GRANTDESK_SECRET must have at least ${SECRET_MIN} random characters.`)
  return new Secret(text)
}

type Earnest = { production: boolean; isReal: boolean; isPublic: boolean }

/** Off as soon as it is earnest: in production, or with a real connection, unless it is asked for by name. */
function demoOf(reading: Reading, { production, isReal, isPublic }: Earnest): boolean {
  const wish = oneOf(reading, 'GRANTDESK_DEMO', ['on', 'off'] as const)
  if (wish === 'on' && production) {
    reading.faults.push(
      'GRANTDESK_DEMO=on lets anyone in without a password, so it cannot go with NODE_ENV=production.',
    )
  }
  if (wish === 'on' && isReal && isPublic) {
    reading.faults.push(
      'GRANTDESK_DEMO=on lets anyone in without a password, so it cannot go with real connections under a public GRANTDESK_ORIGIN.',
    )
  }
  return wish === null ? !production && !isReal : wish === 'on'
}

function oneOf<const W extends string>({ env, faults }: Reading, name: string, words: readonly W[]): W | null {
  const text = env[name]
  if (text === undefined) return null
  const word = words.find((one) => one === text.trim())
  if (word === undefined) faults.push(`${name} must be one of ${words.join(', ')}.`)
  return word ?? null
}
