import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type ConfigAnswer, readConfig } from './config.ts'
import { Secret } from './config/secret.ts'

const GOOD = `
connections:
  - id: prod
    label: 保险 production
    service: modelarts
    region: cn-north-4
    project: 0a1b
    identities:
      - label: reader
        credential: { accessKey: env:AK, secretKey: file:keys/sk }
        duties: [read, grant]
        cloudUser: user-1
`
const FILES: Record<string, string> = { '/etc/desk/good.yaml': GOOD, '/etc/desk/keys/sk': 's3cret-of-the-cloud\n' }

const readFile = (files: Record<string, string>) => (path: string) => {
  const text = files[path]
  if (text === undefined) throw new Error(`ENOENT ${path}`)
  return text
}
const read = (env: Record<string, string>, files = FILES): ConfigAnswer =>
  readConfig(env, { readFile: readFile(files), root: '/srv/desk' })

const faultsOf = (answer: ConfigAnswer): string[] => (answer.ok ? [] : answer.faults)

/** The faults of a connections file in which one text of the good one is replaced. */
const faultsIn = (before: string | RegExp, after: string): string[] =>
  faultsOf(
    read(
      { GRANTDESK_CONFIG: '/etc/desk/good.yaml', AK: 'ak' },
      { ...FILES, '/etc/desk/good.yaml': GOOD.replace(before, after) },
    ),
  )

const REAL = { GRANTDESK_CONFIG: '/etc/desk/good.yaml', AK: 'ak' }

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(read({})).toEqual({
      ok: true,
      config: {
        port: 3000,
        host: '127.0.0.1',
        origin: null,
        proxies: 0,
        dataFolder: '/srv/desk/.grantdesk',
        database: 'pglite',
        production: false,
        demo: true,
        log: 'info',
        connections: [],
      },
      secrets: { databaseUrl: null, session: null, credentials: [] },
    })
  })

  it('takes a variable without a text as not set', () => {
    expect(read({ PORT: '', GRANTDESK_DATA: ' ', GRANTDESK_DEMO: '' })).toEqual(read({}))
  })

  it.each([
    [{ PORT: '0' }, { port: 0 }],
    [{ GRANTDESK_DATA: 'elsewhere' }, { dataFolder: '/srv/desk/elsewhere' }],
    [{ GRANTDESK_DATA: '/var/lib/desk' }, { dataFolder: '/var/lib/desk' }],
    [{ DATABASE_URL: 'postgres://u:p@h/d' }, { database: 'postgres' }],
    [{ GRANTDESK_ORIGIN: 'https://desk.example' }, { host: '0.0.0.0', proxies: 1 }],
    [{ GRANTDESK_ORIGIN: 'http://localhost:4000' }, { host: '127.0.0.1', proxies: 0 }],
    [{ GRANTDESK_LOG: 'debug' }, { log: 'debug' }],
    [{ NODE_ENV: 'production' }, { demo: false, production: true }],
    [{ GRANTDESK_DEMO: 'off' }, { demo: false }],
    [REAL, { demo: false }],
    [{ ...REAL, GRANTDESK_DEMO: 'on' }, { demo: true }],
  ])('reads %j', (env, expected) => {
    const answer = read(env)
    expect(faultsOf(answer)).toEqual([])
    expect(answer).toMatchObject({ ok: true, config: expected })
  })

  it.each([
    [{ PORT: '70000' }, 'PORT must'],
    [{ PORT: '0x50' }, 'PORT must'],
    [{ GRANTDESK_ORIGIN: 'http://desk.example' }, 'GRANTDESK_ORIGIN must'],
    [{ GRANTDESK_ORIGIN: 'https://desk.example/path' }, 'GRANTDESK_ORIGIN must'],
    [{ GRANTDESK_ORIGIN: 'desk.example' }, 'GRANTDESK_ORIGIN must'],
    [{ DATABASE_URL: 'mysql://u:secret-word@h/d' }, 'DATABASE_URL must'],
    [{ GRANTDESK_SECRET: 'short' }, 'GRANTDESK_SECRET must'],
    [{ GRANTDESK_DEMO: 'yes' }, 'GRANTDESK_DEMO must be one of on, off'],
    [{ GRANTDESK_LOG: 'loud' }, 'GRANTDESK_LOG must be one of'],
    [{ GRANTDESK_DEMO: 'on', NODE_ENV: 'production' }, 'cannot go with NODE_ENV=production'],
    [{ ...REAL, GRANTDESK_DEMO: 'on', GRANTDESK_ORIGIN: 'https://desk.example' }, 'cannot go with real connections'],
    [{ GRANTDESK_CONFIG: '/nowhere' }, 'the file /nowhere cannot be read'],
  ])('refuses %j', (env, sentence) => {
    expect(faultsOf(read(env))).toEqual([expect.stringContaining(sentence)])
  })

  it('tells all faults at once', () => {
    const faults = faultsOf(read({ PORT: 'x', GRANTDESK_LOG: 'x', GRANTDESK_CONFIG: '/nowhere', DATABASE_URL: 'x' }))
    expect(faults).toHaveLength(4)
  })
})

describe('the file of connections', () => {
  it('gives connections, and their credentials apart', () => {
    const answer = read(REAL)
    expect(answer).toMatchObject({
      ok: true,
      config: {
        connections: [
          {
            id: 'prod',
            label: '保险 production',
            service: 'modelarts',
            endpoint: 'https://modelarts.cn-north-4.myhuaweicloud.com',
            workspace: null,
            writes: 'delta',
            identities: [{ label: 'reader', duties: ['read', 'grant'], cloudUser: 'user-1' }],
          },
        ],
      },
    })
    const [credential] = answer.ok ? answer.secrets.credentials : []
    expect([credential?.connection, credential?.identity]).toEqual(['prod', 'reader'])
    expect([credential?.accessKey.reveal(), credential?.secretKey.reveal()]).toEqual(['ak', 's3cret-of-the-cloud'])
  })

  it('may be JSON', () => {
    const json = '{"connections": []}'
    expect(read({ GRANTDESK_CONFIG: 'c.json' }, { '/srv/desk/c.json': json })).toMatchObject({ ok: true })
  })

  it.each([
    ['service: modelarts', 'service: dataarts', 'connections[0].service: dataarts is part of a later version'],
    ['service: modelarts', 'service: other', 'connections[0].service'],
    ['region: cn-north-4', 'region: "cn north"', 'connections[0].region: a region like'],
    ['project: 0a1b', 'project: p\n    endpoint: http://cloud.example', 'connections[0].endpoint: an address like'],
    [
      'project: 0a1b',
      'project: p\n    endpoint: https://u:p@cloud.example',
      'connections[0].endpoint: an address like',
    ],
    ['project: 0a1b', 'project: p\n    writes: both', 'connections[0].writes'],
    ['project: 0a1b', 'projekt: p', 'connections[0]'],
    ['id: prod', 'id: "a b"', 'connections[0].id'],
    ['duties: [read, grant]', 'duties: []', 'at least one of read, grant, apply'],
    ['duties: [read, grant]', 'duties: [grant]', 'connections[0].identities: one of them must read'],
    ['env:AK', 'AKIA-PLAIN-VALUE', 'credential.accessKey: env:NAME or file:path'],
    ['env:AK', 'env:MISSING', 'identity reader, accessKey: the environment has no MISSING'],
    ['keys/sk', 'keys/none', 'identity reader, secretKey: the file keys/none cannot be read'],
    [/identities:[\s\S]*/, 'identities: []', 'connections[0].identities: at least one identity'],
    [/^[\s\S]*$/, 'connections: [', 'is neither YAML nor JSON'],
    [/^[\s\S]*$/, 'hello', 'as a whole'],
    [/(\n {2}- id[\s\S]*)/, '$1$1', 'connections: two of them have the same id'],
  ])('says what is wrong with %s as %s', (before, after, sentence) => {
    const faults = faultsIn(before, after)
    expect(faults.join('\n')).toContain(sentence)
    expect(faults.join('\n')).not.toContain('AKIA-PLAIN-VALUE')
  })

  it('takes http on this machine', () => {
    expect(faultsIn('project: 0a1b', 'project: p\n    endpoint: http://127.0.0.1:9001')).toEqual([])
  })
})

describe('secrets', () => {
  it('show themselves in no form of printing', () => {
    const secret = new Secret('very-secret')
    const answer = read({ ...REAL, AK: 'very-secret', GRANTDESK_SECRET: 'very-secret'.repeat(4) })
    const printed = [
      inspect(secret),
      `${String(secret)}`,
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9 }),
      JSON.stringify(answer),
      inspect(answer, { depth: 20, showHidden: true }),
      String(Object.values(secret)),
    ]
    for (const text of printed) expect(text).not.toContain('very-secret')
    expect(JSON.stringify(secret)).toBe('"[secret]"')
    expect(secret.reveal()).toBe('very-secret')
  })
})
