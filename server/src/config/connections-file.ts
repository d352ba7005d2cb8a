import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConnectionId } from '@grantdesk/shared/kernel/ids'
import { NAME_MAX } from '@grantdesk/shared/kernel/limits'
import { Text } from '@grantdesk/shared/kernel/text'
import { Secret } from './secret.ts'

/** A cloud connection as configured; what signs its requests is apart. */
export type ConnectionConfig = {
  id: string
  label: string
  service: 'modelarts'
  region: string
  endpoint: string
  project: string
  workspace: string | null
  writes: 'delta' | 'replace'
  identities: readonly { label: string; duties: readonly ('read' | 'grant' | 'apply')[]; cloudUser: string | null }[]
}

/** What an identity of a connection signs with. */
export type Credential = { connection: string; identity: string; accessKey: Secret; secretKey: Secret }

export type FileFacts = { connections: ConnectionConfig[]; credentials: Credential[]; faults: string[] }

export type ReadFile = (path: string) => string
export type Env = Readonly<Record<string, string | undefined>>

const LATER = 'dataarts is part of a later version; this one speaks with modelarts'
const ENDPOINT =
  'an address like https://modelarts.cn-north-4.myhuaweicloud.com, without a path (http only on this machine)'
const REFERENCE = 'env:NAME or file:path; the secret itself does not belong into this file'

const word = z.string().trim().min(1).max(NAME_MAX)
const Region = z.string().regex(/^[a-z]{2,}(-[a-z0-9]+)+$/, 'a region like cn-north-4')
const Reference = z.string(REFERENCE).regex(/^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/, REFERENCE)

const Identity = z.strictObject({
  label: Text(NAME_MAX),
  credential: z.strictObject({ accessKey: Reference, secretKey: Reference }),
  duties: z.array(z.enum(['read', 'grant', 'apply'])).min(1, 'at least one of read, grant, apply'),
  cloudUser: word.optional(),
})

const FileConnection = z.strictObject({
  id: ConnectionId,
  label: Text(NAME_MAX).optional(),
  service: z
    .string()
    .refine((name) => name !== 'dataarts', LATER)
    .pipe(z.literal('modelarts')),
  region: Region,
  endpoint: z.string().refine(isEndpoint, ENDPOINT).optional(),
  project: word,
  workspace: word.optional(),
  writes: z.enum(['delta', 'replace']).default('delta'),
  identities: z
    .array(Identity)
    .min(1, 'at least one identity')
    .refine((all) => all.length === 0 || all.some(({ duties }) => duties.includes('read')), 'one of them must read')
    .refine((all) => isDistinct(all.map(({ label }) => label)), 'two of them have the same label'),
})

const File = z.strictObject({
  connections: z
    .array(FileConnection)
    .refine((all) => isDistinct(all.map(({ id }) => id)), 'two of them have the same id'),
})

type Parsed = z.infer<typeof File>['connections'][number]

/** Reads the connections of a YAML or JSON file, with the secrets that it refers to; every fault in a sentence. */
export function readConnections(path: string, env: Env, readFile: ReadFile): FileFacts {
  const faults: string[] = []
  const given = parsedText(path, readFile, faults)
  const file = faults.length === 0 ? File.safeParse(given) : null
  if (file && !file.success) faults.push(...file.error.issues.map((issue) => sentence(path, issue)))
  const parsed = file?.success ? file.data.connections : []
  const secretOf = (where: string, reference: string): Secret =>
    secret({ where, reference, path }, { env, readFile }, faults)
  const credentials = parsed.flatMap((connection) => credentialsOf(connection, secretOf))
  return { connections: parsed.map(connectionOf), credentials, faults }
}

function parsedText(path: string, readFile: ReadFile, faults: string[]): unknown {
  let text: string
  try {
    text = readFile(path)
  } catch {
    faults.push(`GRANTDESK_CONFIG: the file ${path} cannot be read.`)
    return undefined
  }
  try {
    // JSON is YAML.
    return parse(text)
  } catch (fault) {
    // The first line only: the further ones quote the file.
    const [why] = String((fault as Error).message).split('\n')
    faults.push(`GRANTDESK_CONFIG: ${path} is neither YAML nor JSON: ${why ?? 'unreadable'}`)
    return undefined
  }
}

const sentence = (path: string, issue: z.core.$ZodIssue): string =>
  `GRANTDESK_CONFIG: ${path}, ${placeOf(issue.path)}: ${issue.message}.`

const placeOf = (place: readonly PropertyKey[]): string =>
  place.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('') ||
  'as a whole'

type Reference = { where: string; reference: string; path: string }

function secret(
  { where, reference, path }: Reference,
  from: { env: Env; readFile: ReadFile },
  faults: string[],
): Secret {
  const [kind, name] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)]
  const fault = (why: string): Secret => {
    faults.push(`GRANTDESK_CONFIG: ${path}, ${where}: ${why}.`)
    return new Secret('')
  }
  if (kind === 'env') {
    const text = from.env[name]?.trim()
    return text ? new Secret(text) : fault(`the environment has no ${name}`)
  }
  try {
    const text = from.readFile(resolve(dirname(path), name)).trim()
    return text === '' ? fault(`the file ${name} is empty`) : new Secret(text)
  } catch {
    return fault(`the file ${name} cannot be read`)
  }
}

const credentialsOf = (connection: Parsed, secretOf: (where: string, reference: string) => Secret): Credential[] =>
  connection.identities.map(({ label, credential }) => ({
    connection: connection.id,
    identity: label,
    accessKey: secretOf(`${connection.id}, identity ${label}, accessKey`, credential.accessKey),
    secretKey: secretOf(`${connection.id}, identity ${label}, secretKey`, credential.secretKey),
  }))

const connectionOf = ({ identities, label, endpoint, workspace, ...rest }: Parsed): ConnectionConfig => ({
  ...rest,
  label: label ?? rest.id,
  // "Endpoints" of the ModelArts API reference.
  endpoint: new URL(endpoint ?? `https://modelarts.${rest.region}.myhuaweicloud.com`).origin,
  workspace: workspace ?? null,
  identities: identities.map((one) => ({ label: one.label, duties: one.duties, cloudUser: one.cloudUser ?? null })),
})

const isDistinct = (names: readonly string[]): boolean => new Set(names).size === names.length

/** Whether an address is this very machine. */
export const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** Whether a text is a bare origin. */
export const isOrigin = (url: URL): boolean =>
  [url.pathname, url.search + url.hash, url.username + url.password].join('|') === '/||'

function isEndpoint(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && isOrigin(url) && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
}
