import { createHash, createHmac } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../storage/database.ts'
import { testDatabase } from '../../../test/databases.ts'
import { addPerson, ADMIN, deskWithAdmin, openDesk, START } from '../../../test/identity-desk.ts'

const HOUR = 3_600_000
const SESSION = '/api/v1/session'
const OWN = { email: ADMIN.email, password: ADMIN.password }

const open: { close(): Promise<void> }[] = []
const desk = async (setup?: Parameters<typeof deskWithAdmin>[1]) => {
  const made = await deskWithAdmin(await testDatabase(), setup)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const made of open.splice(0)) await made.close()
})

const person = (reply: { body: Record<string, unknown> }) => reply.body['person']
const later = (ms: number) => new Date(START.getTime() + ms)

describe('signing in', () => {
  it('sets one cookie that only this host gets back, and shows its token nowhere else', async () => {
    const { browser } = await desk()
    const ada = browser()
    const reply = await ada.post(SESSION, OWN)
    const cookies = reply.headers.getSetCookie()
    expect(reply.status).toBe(200)
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(/^__Host-grantdesk=[^;]{40,}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(reply.text).not.toContain(decodeURIComponent(String(ada.cookie)).split('=')[1]?.split('.')[0])
    expect(person(await ada.get(SESSION))).toMatchObject({ name: 'Ada Root', roles: [{ role: 'admin' }] })
  })

  it('gives a new id each time and ends the session that the browser had', async () => {
    const { browser } = await desk()
    const ada = browser()
    await ada.post(SESSION, OWN)
    const first = ada.cookie
    await ada.post(SESSION, OWN)
    expect(ada.cookie).not.toBe(first)
    const thief = browser()
    thief.cookie = first
    expect(person(await thief.get(SESSION))).toBeNull()
    expect(person(await ada.get(SESSION))).not.toBeNull()
  })

  it.each([
    ['a wrong password', { ...OWN, password: 'wrong horse battery' }],
    ['an unknown e-mail', { ...OWN, email: 'nobody@example.com' }],
  ])('answers %s alike and keeps it on record without the address', async (_name, body) => {
    const { browser, events } = await desk()
    const stranger = browser()
    const reply = await stranger.post(SESSION, body)
    expect([reply.status, reply.body['code'], stranger.cookie]).toEqual([401, 'wrong-credentials', null])
    const [event] = (await events()).slice(-1)
    expect(event).toMatchObject({ kind: 'session.refused', by: null })
    expect(JSON.stringify(event)).not.toContain(body.email)
  })

  it('takes about as long for an unknown e-mail as for a wrong password', async () => {
    const { browser } = await desk()
    const stranger = browser()
    // Of the processor, which other programs on the machine do not lengthen.
    const time = async (email: string): Promise<number> => {
      const before = process.cpuUsage()
      await stranger.post(SESSION, { email, password: 'wrong horse battery' })
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let n = 0; n < 6; n++) {
      known = Math.min(known, await time(ADMIN.email))
      unknown = Math.min(unknown, await time('nobody@example.com'))
    }
    expect(unknown / known).toBeGreaterThan(0.5)
    expect(unknown / known).toBeLessThan(2)
  })

  it('is slowed down after some tries', async () => {
    const { browser } = await desk({ signInsPerMinute: 3 })
    const stranger = browser()
    const tries = Array.from({ length: 3 }, () => stranger.post(SESSION, { ...OWN, password: 'wrong horse battery' }))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses).toContain(429)
  })

  it('refuses what is not an e-mail and a password', async () => {
    const { browser } = await desk()
    const bodies = [
      undefined,
      { ...OWN, rememberMe: false },
      { ...OWN, email: 'ada' },
      { ...OWN, email: `${'a'.repeat(300)}@example.com` },
      { ...OWN, password: 'x'.repeat(129) },
      { email: OWN.email },
    ]
    for (const body of bodies) expect((await browser().post(SESSION, body)).status).toBe(400)
  })
})

describe('a session', () => {
  it('is stored as a hash from which no cookie can be made', async () => {
    const { database, browser, admin } = await desk()
    const { rows } = await database.query('select * from person_session')
    const token = decodeURIComponent(String(admin.cookie).split('=')[1] ?? '').split('.')[0] ?? ''
    const signature = String(admin.cookie).split('.').at(-1)
    expect(token.length).toBeGreaterThanOrEqual(32)
    expect(JSON.stringify(rows)).not.toContain(token)
    const thief = browser()
    for (const value of [rows[0]?.['token_hash'], rows[0]?.['id']]) {
      for (const cookie of [`${String(value)}.${signature}`, String(value)]) {
        thief.cookie = `__Host-grantdesk=${encodeURIComponent(cookie)}`
        expect(person(await thief.get(SESSION))).toBeNull()
      }
    }
  })

  it('is not opened by a cookie that is none of ours', async () => {
    const { browser } = await desk()
    const stranger = browser()
    const cookies = [
      '',
      '__Host-grantdesk=',
      '__Host-grantdesk=x.y',
      `__Host-grantdesk=${'a'.repeat(6000)}`,
      'grantdesk=1; better-auth.session_token=abc.def',
      '__Host-grantdesk=%00%ff.%zz',
    ]
    for (const cookie of cookies) {
      stranger.cookie = cookie
      const reply = await stranger.get(SESSION)
      expect([cookie, reply.status, person(reply)]).toEqual([cookie, 200, null])
    }
  })

  it('is not opened by a cookie that merely looks like ours, nor by one of two', async () => {
    const { browser, admin } = await desk()
    const tossed = browser()
    const cookie = String(admin.cookie)
    // A browser keeps a cookie of these names even when a sister site sets it: the prefix is not theirs.
    const likenesses = ['\u00a0', '\t\u00a0', '"', '__Secure-'].map((before) => `${before}${cookie}`)
    for (const likeness of [...likenesses, cookie.replace('__Host', '__host'), `${cookie}; ${cookie}`]) {
      tossed.cookie = likeness
      expect([likeness, person(await tossed.get(SESSION))]).toEqual([likeness, null])
    }
    tossed.cookie = `a=b;\t${cookie} ;c=d`
    expect(person(await tossed.get(SESSION))).not.toBeNull()
  })

  it('is not opened by a token whose signature is cut or changed', async () => {
    const { browser, admin } = await desk()
    const [name, value = ''] = String(admin.cookie).split('=')
    const [token = '', signature = ''] = decodeURIComponent(value).split('.')
    const thief = browser()
    for (const forged of [token, `${token}.`, `${token}.${signature.slice(1)}a`, `${token}x.${signature}`]) {
      thief.cookie = `${name}=${encodeURIComponent(forged)}`
      expect(person(await thief.get(SESSION))).toBeNull()
    }
  })

  it('ends after eight idle hours, and the end is on record', async () => {
    const { admin, clock, events, database } = await desk()
    clock.at = later(7 * HOUR)
    expect(person(await admin.get(SESSION))).not.toBeNull()
    clock.at = later(15 * HOUR - 1)
    expect(person(await admin.get(SESSION))).not.toBeNull()
    clock.at = later(23 * HOUR)
    expect(person(await admin.get(SESSION))).toBeNull()
    expect((await events()).at(-1)).toMatchObject({ kind: 'session.ended', data: { why: 'time' } })
    expect((await database.query('select * from person_session')).rows).toEqual([])
  })

  it('ends after seven days however busy it was', async () => {
    const { admin, clock } = await desk()
    for (let hours = 7; hours < 7 * 24; hours += 7) {
      clock.at = later(hours * HOUR)
      expect([hours, person(await admin.get(SESSION))]).toEqual([hours, expect.anything()])
    }
    clock.at = later(7 * 24 * HOUR)
    expect(person(await admin.get(SESSION))).toBeNull()
  })

  it('ends with sign-out for every copy of the cookie', async () => {
    const { admin, browser, events } = await desk()
    const copy = browser()
    copy.cookie = admin.cookie
    const reply = await admin.delete(SESSION)
    expect([reply.status, person(reply), admin.cookie]).toEqual([200, null, null])
    expect(reply.headers.get('Clear-Site-Data')).toBe('"cookies"')
    expect(person(await copy.get(SESSION))).toBeNull()
    expect((await copy.delete(SESSION)).status).toBe(401)
    expect((await events()).at(-1)).toMatchObject({ kind: 'session.ended', data: { why: 'wish' } })
  })

  it('ends when its person is disabled, who cannot come in again', async () => {
    const all = await desk()
    const bob = await addPerson(all, 'Bob')
    expect(person(await bob.self.get(SESSION))).not.toBeNull()
    await all.admin.put(`/api/v1/people/${bob.id}`, { disabled: true }, { version: 1 })
    expect(person(await bob.self.get(SESSION))).toBeNull()
    const { email, password } = bob.account
    expect((await bob.self.post(SESSION, { email, password })).body['code']).toBe('wrong-credentials')
    await all.admin.put(`/api/v1/people/${bob.id}`, { disabled: false }, { version: 2 })
    expect((await bob.self.post(SESSION, { email, password })).status).toBe(200)
  })

  it('loses a role the moment it is taken or runs out', async () => {
    const all = await desk()
    const bob = await addPerson(all, 'Bob')
    const path = `/api/v1/people/${bob.id}/roles`
    const given = { role: 'admin', scope: { of: 'everything' }, until: later(HOUR).toISOString() }
    const reply = await all.admin.post(path, given, { version: 1 })
    expect(reply.status).toBe(201)
    expect((await bob.self.get('/api/v1/people')).status).toBe(200)
    all.clock.at = later(HOUR)
    expect((await bob.self.get('/api/v1/people')).status).toBe(403)
  })
})

describe('storage that does not answer', () => {
  it('is told as such, never as being signed out', async () => {
    const { admin } = await desk()
    const broken = await openDesk(await openDatabase({ url: 'postgres://app@127.0.0.1:9/none' }))
    open.push(broken)
    const same = broken.browser()
    same.cookie = admin.cookie
    const reply = await same.get(SESSION)
    expect([reply.status, reply.body['code']]).toEqual([503, 'unavailable'])
  })
})

describe('the own password', () => {
  const CHANGE = '/api/v1/session/password'
  const body = { current: ADMIN.password, next: 'another long password' }

  it('changes once for a repeated request and ends every other session', async () => {
    const { admin, browser, events } = await desk()
    const other = browser()
    await other.post(SESSION, OWN)
    const first = await admin.put(CHANGE, body, { key: 'same' })
    const again = await admin.put(CHANGE, body, { key: 'same' })
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body])
    expect(person(await other.get(SESSION))).toBeNull()
    expect(person(await admin.get(SESSION))).not.toBeNull()
    expect((await other.post(SESSION, OWN)).status).toBe(401)
    expect((await other.post(SESSION, { ...OWN, password: body.next })).status).toBe(200)
    const changes = (await events()).filter(({ kind }) => kind === 'password.changed')
    expect(changes).toMatchObject([{ data: { ended: 1 } }])
  })

  it('leaves no digest in the table of keys by which it could be guessed', async () => {
    const { admin, adminId, database } = await desk()
    await admin.put(CHANGE, body, { key: 'k' })
    const { rows } = await database.query('select fingerprint from idempotency_key where person = $1', [adminId])
    const asked = JSON.stringify([{ params: undefined, query: undefined, body }, null])
    expect(rows).toHaveLength(1)
    const plain = createHash('sha256').update(asked).digest('base64url')
    // Whoever has the database may have the secret, too.
    const keyed = createHmac('sha256', 'Zq8'.repeat(16)).update(plain).digest('base64url')
    expect([plain, keyed]).not.toContain(rows[0]?.['fingerprint'])
  })

  it('stays when the current one is wrong, which is on record', async () => {
    const { admin, events } = await desk()
    const reply = await admin.put(CHANGE, { ...body, current: 'not it at all' })
    expect([reply.status, reply.body['code']]).toEqual([401, 'wrong-credentials'])
    expect((await events()).at(-1)).toMatchObject({ kind: 'password.refused' })
  })

  it.each([
    ['anonymous', null, body, 401],
    ['too short', 'admin', { ...body, next: 'short' }, 400],
  ])('is not changed: %s', async (_name, who, given, status) => {
    const { admin, browser } = await desk()
    expect((await (who ? admin : browser()).put(CHANGE, given)).status).toBe(status)
  })
})

describe('better-auth', () => {
  it('answers on none of its own paths, under any usual prefix', async () => {
    const { room, admin } = await desk()
    const paths = new Set(room.libraryPaths)
    expect(paths.size).toBeGreaterThan(20)
    expect(paths).toContain('/sign-up/email')
    for (const path of paths) {
      const address = path.replaceAll(/:[a-zA-Z]+/g, 'x')
      for (const prefix of ['/api/auth', '/auth', '/api/v1', '/api/v1/auth', '/api']) {
        for (const method of ['GET', 'POST']) {
          const reply = await admin.send(method, prefix + address, method === 'POST' ? { body: {} } : {})
          expect([method, prefix + address, reply.status]).toEqual([method, prefix + address, 404])
        }
      }
    }
  })
})
