import { type Endpoint, isMutation, ROLES } from '@grantdesk/shared/kernel/endpoint'
import type { Problem } from '@grantdesk/shared/kernel/problem'
import { OPERATIONS } from '@grantdesk/shared/operations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallOptions, type HttpClient, pathOf } from '../http-client.ts'
import { type PersonaId, startHouse, type TestHouse } from '../house.ts'
import { bodyOf, paramsOf, queryOf, schemaProperties, spoilt, UNSEEN_TEXTS } from '../samples.ts'
import { apiId, appId } from '../small-world.ts'

const PEOPLE: Record<PersonaId, readonly string[]> = {
  'li-wei': ['reviewer', 'owner'],
  'chen-jie': ['reviewer'],
  'zhao-min': ['owner'],
  'anna-keller': ['auditor'],
  'sam-okafor': ['admin'],
}

let house: TestHouse
let visitor: HttpClient
const clients = new Map<PersonaId, HttpClient>()
beforeAll(async () => {
  house = await startHouse()
  visitor = house.visitor()
  for (const persona of Object.keys(PEOPLE) as PersonaId[]) clients.set(persona, await house.as(persona))
})
afterAll(async () => {
  const failed = house.log.lines.filter(({ level }) => level === 'error')
  expect(failed).toEqual([])
  await house.close()
})

const as = (persona: PersonaId): HttpClient => clients.get(persona) ?? visitor

/** Somebody who may call the operation. */
function somebody(e: Endpoint): HttpClient {
  const persona = (Object.keys(PEOPLE) as PersonaId[]).find((one) => e.may === 'person' || PEOPLE[one].includes(e.may))
  return e.may === 'anyone' ? house.visitor() : as(persona ?? 'li-wei')
}

type Given = { params?: Record<string, string>; query?: object; body?: unknown }

/** Calls an operation with what its contract takes, except for what is given. */
function ask(client: HttpClient, e: Endpoint, { given = {}, ...options }: CallOptions & { given?: Given } = {}) {
  const asked = { params: paramsOf(e), query: queryOf(e), ...(e.body ? { body: bodyOf(e) } : {}), ...given }
  return client.call(e, asked as never, { ...(e.ifMatch ? { version: 0 } : {}), ...options })
}

const named = (operations: readonly Endpoint[]) => operations.map((e) => [e.id, e] as const)
const ALL = named(OPERATIONS)
const MUTATIONS = ALL.filter(([, e]) => isMutation(e))
const KEYED = MUTATIONS.filter(([, e]) => e.may !== 'anyone')
const VERSIONED = ALL.filter(([, e]) => e.ifMatch)
const WITH_PARAMS = ALL.filter(([, e]) => e.params)
const WITH_QUERY = ALL.filter(([, e]) => e.query)
const WITH_BODY = ALL.filter(([, e]) => e.body)
const CLOSED = ALL.filter(([, e]) => e.may !== 'anyone')

describe('who may call', () => {
  test.each(CLOSED)('%s refuses whoever is not signed in', async (_, e) => {
    expect((await ask(house.visitor(), e)).code).toBe('not-signed-in')
  })

  test.each(CLOSED)('%s refuses a session that nobody opened', async (_, e) => {
    const stranger = house.visitor()
    stranger.cookie = '__Host-grantdesk=made.up'
    expect((await ask(stranger, e)).code).toBe('not-signed-in')
  })

  test.each(ALL.filter(([, { may }]) => (ROLES as readonly string[]).includes(may)))(
    '%s refuses everybody without its role',
    async (_, e) => {
      for (const [persona, roles] of Object.entries(PEOPLE)) {
        const { code } = await ask(as(persona as PersonaId), e)
        expect([persona, code === 'not-allowed']).toEqual([persona, !roles.includes(e.may)])
      }
    },
  )
})

describe('what is not there', () => {
  test.each(WITH_PARAMS)('%s tells that it does not know the thing', async (_, e) => {
    expect((await ask(somebody(e), e)).code).toBe('not-found')
  })

  const CROOKED = [
    '-x',
    'a b',
    'ä',
    '%00',
    '..',
    'x'.repeat(65),
    'x'.repeat(10_000),
    '<script>',
    "'; drop table app; --",
  ]
  test.each(WITH_PARAMS)('%s refuses ids in a form that no id has', async (_, e) => {
    for (const name of Object.keys(paramsOf(e))) {
      for (const id of CROOKED) {
        const { code } = await ask(somebody(e), e, { given: { params: { ...paramsOf(e), [name]: id } } })
        expect([name, id.slice(0, 30), code]).toEqual([name, id.slice(0, 30), 'bad-input'])
      }
    }
  })
})

describe('a query', () => {
  test.each(ALL)('of %s with an unknown name is refused', async (_, e) => {
    for (const name of ['unheardOf', '__proto__', 'constructor', 'cursor[]']) {
      const answer = await ask(somebody(e), e, { given: { query: { [name]: 'x' } } })
      expect([name, answer.code]).toEqual([name, 'bad-input'])
    }
  })

  const WRONG: Record<string, string[]> = {
    limit: ['0', '201', '-1', '1.5', 'x', '', '1e99', 'NaN'],
    sort: ['nope', '', 'name;drop', '__proto__'],
    order: ['up', 'ASC'],
    cursor: ['', 'x', 'W10', 'bnVsbA', 'WyJhcGlzLm5hbWUuYXNjIl0', 'x'.repeat(3_000)],
    search: ['', ' ', 'x'.repeat(201), 'x'.repeat(10_000), ...UNSEEN_TEXTS.slice(0, 5).map(([, text]) => text)],
    connection: ['', '-', 'x'.repeat(65)],
    state: ['nope'],
    auth: ['APP'],
    grants: ['yes', '1'],
    registered: ['yes'],
    mine: ['yes'],
    show: ['AUTH', 'none'],
    role: ['root'],
    type: ['x'.repeat(65)],
    app: ['-', 'x'.repeat(65)],
  }
  const KNOWN = { api: apiId('api-main'), app: appId('app-1') }
  test.each(WITH_QUERY)('of %s with a wrong value is refused', async (_, e) => {
    for (const name of Object.keys(schemaProperties(e.query))) {
      expect(WRONG[name], `no wrong values for ${name}`).toBeDefined()
      for (const value of WRONG[name] ?? []) {
        const { code } = await ask(somebody(e), e, { given: { params: KNOWN, query: { [name]: value } } })
        expect([name, value.slice(0, 30), code]).toEqual([name, value.slice(0, 30), 'bad-input'])
      }
    }
  })

  const LISTS = new Set(['connection', 'state', 'auth', 'type', 'app'])
  test.each(WITH_QUERY)('of %s that names one thing twice is refused', async (_, e) => {
    for (const name of Object.keys(schemaProperties(e.query)).filter((one) => !LISTS.has(one))) {
      const { code } = await ask(somebody(e), e, { given: { query: { [name]: ['name', 'name'] } } })
      expect([name, code]).toEqual([name, 'bad-input'])
    }
  })
})

describe('a body', () => {
  test.each(WITH_BODY)('of %s in another form is refused', async (_, e) => {
    for (const { how, body } of spoilt(e)) {
      const { code } = await ask(somebody(e), e, { given: { body } })
      expect([how, code]).toEqual([how, 'bad-input'])
    }
  })

  const names = WITH_BODY.filter(([, e]) => 'name' in schemaProperties(e.body))
  test.each(names)('of %s with a name that nobody can read is refused', async (_, e) => {
    for (const [how, name] of UNSEEN_TEXTS) {
      const { code } = await ask(somebody(e), e, { given: { body: { ...(bodyOf(e) as object), name } } })
      expect([how, code]).toEqual([how, 'bad-input'])
    }
  })

  test.each(WITH_BODY)('of %s that is none is refused', async (_, e) => {
    const path = pathOf(e, { params: paramsOf(e) })
    const headers = {
      'x-grantdesk': '1',
      'idempotency-key': 'k',
      'if-match': '"0"',
      'content-type': 'application/json',
    }
    const sent = async (body: string | Buffer, more: Record<string, string> = {}) =>
      (
        (await somebody(e).raw(e.method.toUpperCase(), path, { headers: { ...headers, ...more }, body }))
          .json as Problem
      ).code
    expect(await sent('{"wanted":')).toBe('bad-input')
    expect(await sent('"on"')).toBe('bad-input')
    expect(await sent(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))).toBe('bad-input')
    expect(await sent(JSON.stringify(bodyOf(e)), { 'content-type': 'text/plain' })).toBe('not-json')
    expect(await sent(JSON.stringify(bodyOf(e)), { 'content-type': 'application/x-www-form-urlencoded' })).toBe(
      'not-json',
    )
    expect(await sent(JSON.stringify({ text: 'x'.repeat(300_000) }))).toBe('too-large')
    expect(await sent(JSON.stringify(bodyOf(e)), { 'content-encoding': 'gzip' })).toBe('bad-input')
  })

  test.each(ALL.filter(([, e]) => !e.body))('is refused where %s knows none', async (_, e) => {
    const { code } = await ask(somebody(e), e, { given: { body: { text: 'x' } } })
    expect(code).toBe('bad-input')
  })
})

describe('the conditions of a change', () => {
  test.each(KEYED)('%s wants a key', async (_, e) => {
    expect((await ask(somebody(e), e, { key: null })).code).toBe('key-missing')
    for (const key of ['', 'a b', 'ä', 'x'.repeat(101)]) {
      const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') }
      expect([key, (await ask(somebody(e), e, { key: null, headers })).code]).toEqual([key, 'bad-input'])
    }
  })

  test.each(VERSIONED)('%s wants the version', async (_, e) => {
    const without = await somebody(e).call(e, { params: paramsOf(e), body: bodyOf(e) } as never)
    expect(without.code).toBe('version-missing')
    for (const version of ['*', '0', 'W/"0"', '"x"', '"-1"', '""', '"0", "1"']) {
      expect([version, (await ask(somebody(e), e, { version })).code]).toEqual([version, 'bad-input'])
    }
  })

  test.each(MUTATIONS)('%s refuses what another site sends', async (_, e) => {
    const client = somebody(e)
    const foreign = [
      { 'x-grantdesk': undefined },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    for (const headers of foreign) {
      const answer = await client.raw(e.method.toUpperCase(), pathOf(e, { params: paramsOf(e) }), {
        headers: { 'x-grantdesk': '1', ...headers },
      })
      expect([headers, (answer.json as Problem).code]).toEqual([headers, 'cross-site'])
    }
  })
})

describe('an address', () => {
  const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']
  const byPath = [...Map.groupBy(OPERATIONS, ({ path }) => path)]

  test.each(byPath)('%s knows its own methods only', async (_, operations) => {
    const [first] = operations
    const path = pathOf(first as Endpoint, { params: paramsOf(first as Endpoint) })
    const known = operations.map(({ method }) => method.toUpperCase())
    for (const method of METHODS.filter((one) => !known.includes(one))) {
      const answer = await visitor.raw(method, path, { headers: { 'x-grantdesk': '1' } })
      expect([method, answer.status, (answer.json as Problem).code]).toEqual([method, 405, 'method-not-allowed'])
      expect(String(answer.headers['allow']).split(', ').toSorted()).toEqual(known.toSorted())
    }
  })

  test.each(ALL)('of %s has no second spelling', async (_, e) => {
    const path = pathOf(e, { params: paramsOf(e) })
    const spellings = [
      `${path}/`,
      path.replace('/api', '/API'),
      path.replace('/api/', '/api//'),
      `/${path}`,
      path.replace('/v1/', '/v1/./'),
      path.replace('/v1/', '/v2/../v1/'),
      path.replace('/api', '/%61pi'),
      path.replace('/v1', '/%761'),
      `${path};x=1`,
      `${path}.json`,
    ].filter((one) => !paramsOf(e) || one !== path)
    const client = somebody(e)
    for (const spelling of spellings) {
      const headers = { 'x-grantdesk': '1', 'idempotency-key': 'k', 'if-match': '"0"' }
      const answer = await client.raw(e.method.toUpperCase(), spelling, { headers })
      expect([spelling, [400, 404].includes(answer.status)]).toEqual([spelling, true])
    }
  })

  test('that is none is told so', async () => {
    for (const path of [
      '/api',
      '/api/',
      '/api/v1',
      '/api/v1/nothing',
      '/api/auth/sign-in/email',
      '/api/openapi.json/',
    ]) {
      expect([path, (await visitor.raw('GET', path)).status]).toEqual([path, 404])
    }
  })

  test('under another name of the house is not answered', async () => {
    for (const host of ['evil.example', 'grantdesk.test:81', 'grantdesk.test.evil.example', '127.0.0.1']) {
      const answer = await visitor.raw('GET', '/api/v1/session', { headers: { host } })
      expect([host, answer.status, (answer.json as Problem).code]).toEqual([host, 403, 'cross-site'])
    }
  })
})

test('nothing of the API is ever kept by a browser', async () => {
  for (const [, e] of ALL) {
    const answer = await ask(somebody(e), e)
    expect([e.id, answer.headers['cache-control']]).toEqual([e.id, 'no-store'])
  }
})
