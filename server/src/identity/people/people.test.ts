import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../storage/database.ts'
import { peopleStore } from '../store.ts'
import { onBoth, onPostgres, postgresAddress, postgresDatabase, testDatabase } from '../../../test/databases.ts'
import {
  addPerson,
  ADMIN,
  type Browser,
  DEMO,
  deskWithAdmin,
  type Desk,
  openDesk,
  type Reply,
  START,
} from '../../../test/identity-desk.ts'

const PEOPLE = '/api/v1/people'
const EVERYTHING = { of: 'everything' }

const open: { close(): Promise<void> }[] = []
const opened = <T extends { close(): Promise<void> }>(desk: T): T => {
  open.push(desk)
  return desk
}
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close()
})
const desk = async () => opened(await deskWithAdmin(await testDatabase()))

type Row = { id: string; name: string; version: number; roles: { id: string; role: string }[] }
const rowsOf = (body: Record<string, unknown>): Row[] => (body['rows'] ?? []) as Row[]
const rolesOf = (body: Record<string, unknown>): Row['roles'] => (body['roles'] ?? []) as Row['roles']

const statusesOf = (replies: readonly Reply[]): number[] =>
  replies.map(({ status }) => status).toSorted((a, b) => a - b)

async function listed(admin: Browser, query: string): Promise<string[]> {
  const names: string[] = []
  let cursor = ''
  do {
    const { body } = await admin.get(`${PEOPLE}?${query}${cursor && `&cursor=${cursor}`}`)
    names.push(...rowsOf(body).map(({ name }) => name))
    cursor = (body['next'] as string | null) ?? ''
  } while (cursor !== '')
  return names
}

onBoth('the list of people', (database) => {
  it('is sorted by the sound of names, searched, filtered and paged without gaps', async () => {
    const all = opened(await deskWithAdmin(await database()))
    const names = ['Zoë', '李伟', 'bob', 'Chen Jie', '陈洁', 'Émile']
    for (const [n, name] of names.entries()) {
      all.clock.at = new Date(START.getTime() + n * 1000)
      const account = { name, email: `p${n}@example.com`, password: 'a long password' }
      expect((await all.admin.post(PEOPLE, account)).status).toBe(201)
    }
    const byName = ['Ada Root', 'bob', 'Chen Jie', '陈洁', '李伟', 'Zoë', 'Émile']
    for (const limit of [1, 2, 3, 50]) {
      const up = await listed(all.admin, `limit=${limit}`)
      expect([limit, [...up].sort()]).toEqual([limit, [...byName].sort()])
      expect(up.indexOf('李伟')).toBeGreaterThan(up.indexOf('陈洁'))
      expect(await listed(all.admin, `limit=${limit}&order=desc`)).toEqual(up.toReversed())
      const emails = await listed(all.admin, `sort=email&limit=${limit}`)
      expect(emails).toEqual(['Ada Root', ...names])
      expect((await listed(all.admin, `sort=lastSeen&order=desc&limit=${limit}`))[0]).toBe('Ada Root')
      expect((await listed(all.admin, `sort=lastSeen&limit=${limit}`)).at(-1)).toBe('Ada Root')
    }
    expect(await listed(all.admin, 'search=li wei')).toEqual(['李伟'])
    expect(await listed(all.admin, 'search=p3@')).toEqual(['Chen Jie'])
    expect(await listed(all.admin, 'search=%25')).toEqual([])
    expect(await listed(all.admin, 'role=admin')).toEqual(['Ada Root'])
    expect(await listed(all.admin, 'role=owner')).toEqual([])
    expect((await all.admin.get(`${PEOPLE}?limit=1`)).body['total']).toBe(7)
  })

  it('refuses a query that it does not know', async () => {
    const all = opened(await deskWithAdmin(await database()))
    await addPerson(all, 'Bob')
    const cursor = String((await all.admin.get(`${PEOPLE}?limit=1&sort=email`)).body['next'])
    expect((await all.admin.get(`${PEOPLE}?sort=email&cursor=${cursor}`)).status).toBe(200)
    const huge = `search=${'x'.repeat(10_000)}`
    const foreign = [`cursor=${cursor}`, 'cursor=x', `cursor=${cursor.slice(2)}`]
    for (const query of ['sort=id', 'limit=0', 'limit=1000', 'order=up', 'role=king', 'x=1', huge, ...foreign]) {
      expect([query, (await all.admin.get(`${PEOPLE}?${query}`)).status]).toEqual([query, 400])
    }
  })
})

describe('people', () => {
  it('are shown to admins and changed by admins only', async () => {
    const all = await desk()
    const bob = await addPerson(all, 'Bob')
    const roles = `${PEOPLE}/${bob.id}/roles`
    for (const [who, status] of [
      [all.browser(), 401],
      [bob.self, 403],
    ] as const) {
      const replies = [
        await who.get(PEOPLE),
        await who.post(PEOPLE, { ...bob.account, email: 'x@example.com' }),
        await who.put(`${PEOPLE}/${bob.id}`, { name: 'Bobby' }, { version: 1 }),
        await who.post(roles, { role: 'admin', scope: EVERYTHING }, { version: 1 }),
        await who.delete(`${roles}/x`, { version: 1 }),
      ]
      expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => status))
    }
  })

  it('are added once for a repeated request, and once by e-mail', async () => {
    const { admin, events } = await desk()
    const account = { name: 'Bob', email: 'Bob@Example.com', password: 'a long password' }
    const first = await admin.post(PEOPLE, account, { key: 'add' })
    const again = await admin.post(PEOPLE, account, { key: 'add' })
    expect(first.body).toMatchObject({ name: 'Bob', email: 'bob@example.com', roles: [], version: 1 })
    expect(again.body).toEqual(first.body)
    expect((await admin.post(PEOPLE, account)).body['code']).toBe('already-there')
    expect((await admin.post(PEOPLE, { ...account, name: 'B' }, { key: 'add' })).status).toBe(422)
    expect((await admin.post(PEOPLE, account, { key: null })).body['code']).toBe('key-missing')
    expect((await events()).filter(({ kind }) => kind === 'person.added')).toHaveLength(2)
  })

  it.each([
    ['a name that hides characters', { name: 'Bob\u202e' }],
    ['a name that is too long', { name: 'x'.repeat(10_000) }],
    ['a short password', { password: 'short' }],
    ['no e-mail', { email: 'bob' }],
    ['an id of his own', { id: 'bob' }],
  ])('are refused with %s', async (_name, part) => {
    const { admin } = await desk()
    const account = { name: 'Bob', email: 'bob@example.com', password: 'a long password', ...part }
    expect((await admin.post(PEOPLE, account)).status).toBe(400)
  })

  it('are changed at the version that was seen, with before and after on record', async () => {
    const all = await desk()
    const bob = await addPerson(all, 'Bob')
    const path = `${PEOPLE}/${bob.id}`
    const changed = await all.admin.put(path, { name: '李伟' }, { version: 1 })
    expect(changed.body).toMatchObject({ name: '李伟', version: 2 })
    const stale = await all.admin.put(path, { name: 'Robert' }, { version: 1 })
    expect([stale.status, stale.body['current']]).toEqual([412, changed.body])
    expect((await all.admin.put(path, { name: 'Robert' })).status).toBe(428)
    expect((await all.admin.put(`${PEOPLE}/nobody`, { name: 'Robert' }, { version: 1 })).status).toBe(404)
    const before = { name: 'Bob', disabled: false }
    expect((await all.events()).at(-1)).toMatchObject({
      kind: 'person.changed',
      by: all.adminId,
      before,
      after: { name: '李伟', disabled: false },
    })
    expect(await listed(all.admin, 'search=liwei')).toEqual(['李伟'])
  })
})

describe('roles', () => {
  it('are given with scope and end, named, and taken again', async () => {
    const all = await desk()
    const bob = await addPerson(all, 'Bob')
    const path = `${PEOPLE}/${bob.id}/roles`
    const until = '2026-12-31T00:00:00.000Z'
    const owner = { role: 'owner', scope: { of: 'app', id: 'app1' }, until }
    const given = await all.admin.post(path, owner, { version: 1 })
    expect([given.status, given.body['version']]).toEqual([201, 2])
    expect(rolesOf(given.body)).toMatchObject([
      { ...owner, scopeName: 'Claims app', by: ADMIN.name, from: START.toISOString() },
    ])
    expect((await all.admin.post(path, owner, { version: 2 })).body['code']).toBe('already-there')
    expect(await all.room.ownersOf(['app1', 'app2'])).toEqual(new Map([['app1', ['Bob']]]))
    const [role] = rolesOf(given.body)
    const taken = await all.admin.delete(`${path}/${role?.id}`, { version: 2 })
    expect([taken.status, taken.body['roles'], taken.body['version']]).toEqual([200, [], 3])
    expect((await all.admin.delete(`${path}/${role?.id}`, { version: 3 })).status).toBe(404)
    const about = { person: bob.id, app: 'app1' }
    expect((await all.events()).slice(-2)).toMatchObject([
      { kind: 'role.given', about, after: { role: 'owner' } },
      { kind: 'role.taken', about, before: { role: 'owner' } },
    ])
  })

  it.each([
    ['an end that is over', { role: 'auditor', scope: EVERYTHING, until: '2020-01-01T00:00:00.000Z' }, 'body.until'],
    ['an admin of one app', { role: 'admin', scope: { of: 'app', id: 'app1' } }, 'body.scope.of'],
    ['an owner of everything', { role: 'owner', scope: EVERYTHING }, 'body.scope.of'],
    ['a thing that is not known', { role: 'owner', scope: { of: 'app', id: 'nowhere' } }, 'body.scope.id'],
  ])('are refused for %s', async (_name, role, place) => {
    const all = await desk()
    const bob = await addPerson(all, 'Bob')
    const reply = await all.admin.post(`${PEOPLE}/${bob.id}/roles`, role, { version: 1 })
    expect([reply.status, reply.body['issues']]).toEqual([400, [expect.objectContaining({ path: place })]])
  })

  it('are given to oneself only by the only person of the house', async () => {
    const all = await desk()
    const own = `${PEOPLE}/${all.adminId}/roles`
    const alone = await all.admin.post(own, { role: 'reviewer', scope: EVERYTHING }, { version: 1 })
    expect(alone.status).toBe(201)
    await addPerson(all, 'Bob')
    const reply = await all.admin.post(own, { role: 'auditor', scope: EVERYTHING }, { version: 2 })
    expect([reply.status, reply.body['reason']]).toEqual([403, 'own-roles'])
    const reviewer = rolesOf(alone.body).find(({ role }) => role === 'reviewer')
    expect((await all.admin.delete(`${own}/${reviewer?.id}`, { version: 2 })).status).toBe(200)
  })

  it('leave one admin without an end, whoever is disabled or loses a role', async () => {
    const all = await desk()
    const bob = await addPerson(all, 'Bob')
    const path = `${PEOPLE}/${bob.id}/roles`
    const until = '2026-12-31T00:00:00.000Z'
    await all.admin.post(path, { role: 'admin', scope: EVERYTHING, until }, { version: 1 })
    const [ada] = rowsOf((await all.admin.get(`${PEOPLE}?search=ada`)).body) as [Row]
    const own = `${PEOPLE}/${ada.id}`
    const role = `${own}/roles/${ada.roles[0]?.id}`
    expect((await all.admin.put(own, { disabled: true }, { version: 1 })).body['code']).toBe('last-admin')
    expect((await bob.self.delete(role, { version: 1 })).body['code']).toBe('last-admin')
    expect((await bob.self.put(own, { disabled: true }, { version: 1 })).body['code']).toBe('last-admin')
  })
})

describe('the first admin', () => {
  it('is made once, by the code of the last start, however it is typed', async () => {
    const all = opened(await openDesk(await testDatabase()))
    const old = String(await all.room.firstAdminCode())
    const code = String(await all.room.firstAdminCode())
    expect(code.replaceAll('-', '')).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/)
    const ada = all.browser()
    expect((await ada.get('/api/v1/session')).body).toMatchObject({ firstAdmin: true, person: null, personas: [] })
    for (const wrong of [old, 'AAAAA-AAAAA-AAAAA-AAAAA', 'x']) {
      expect((await ada.post('/api/v1/first-admin', { ...ADMIN, code: wrong })).body['code']).toBe('wrong-code')
    }
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `
    const made = await ada.post('/api/v1/first-admin', { ...ADMIN, code: typed })
    expect([made.status, made.body['firstAdmin']]).toEqual([201, false])
    expect((await ada.get(PEOPLE)).status).toBe(200)
    const again = await all.browser().post('/api/v1/first-admin', { ...ADMIN, email: 'eve@example.com', code })
    expect(again.body['code']).toBe('already-there')
    expect(await all.room.firstAdminCode()).toBeNull()
    const { rows } = await all.database.query("select * from house where name like '%code%'")
    expect(rows).toEqual([])
  })

  it('has a code that is not stored in clear', async () => {
    const all = opened(await openDesk(await testDatabase()))
    const code = String(await all.room.firstAdminCode())
    const { rows } = await all.database.query('select * from house')
    expect(JSON.stringify(rows)).not.toContain(code)
    expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''))
  })
})

describe('the people of the demo', () => {
  it('come in by one click, each with his own roles, and are made once', async () => {
    const all = opened(await openDesk(await testDatabase(), { demo: true }))
    await all.room.ensureDemoPeople(DEMO)
    await all.room.ensureDemoPeople(DEMO)
    const guest = all.browser()
    const { body } = await guest.get('/api/v1/session')
    expect(body).toMatchObject({ demo: true, firstAdmin: false, person: null })
    const personas = body['personas'] as { id: string; name: string; roles: string[] }[]
    expect(personas.map(({ name, roles }) => [name, roles])).toEqual([
      ['Li Wei', ['owner', 'reviewer']],
      ['Chen Jie', ['reviewer']],
      ['Zhao Min', ['owner']],
      ['Anna Keller', ['auditor']],
      ['Sam Okafor', ['admin']],
    ])
    for (const { id, name } of personas) {
      const reply = await guest.post('/api/v1/session/persona', { persona: id })
      expect([reply.status, reply.body['person']]).toEqual([200, expect.objectContaining({ name })])
    }
    expect(await all.room.ownersOf(['app1', 'app3'])).toEqual(
      new Map([
        ['app1', ['Zhao Min']],
        ['app3', ['Li Wei']],
      ]),
    )
    expect(await all.room.firstAdminCode()).toBeNull()
    expect((await guest.post('/api/v1/session/persona', { persona: 'nobody' })).status).toBe(404)
  })

  it('cannot be signed in as outside the demo, even when they are there', async () => {
    const all = opened(await openDesk(await testDatabase(), { demo: false }))
    await all.room.ensureDemoPeople(DEMO)
    const guest = all.browser()
    expect((await guest.post('/api/v1/session/persona', { persona: 'li-wei' })).status).toBe(404)
    const login = { email: 'li-wei@demo.example', password: 'any long password' }
    expect((await guest.post('/api/v1/session', login)).status).toBe(401)
    expect((await guest.get('/api/v1/session')).body).toMatchObject({ person: null, personas: [] })
  })
})

onPostgres('two at once', () => {
  const two = async (): Promise<Desk & { admin: Browser; adminId: string }> =>
    opened(await deskWithAdmin(await postgresDatabase()))

  it('admins who take each other the role leave one of them', async () => {
    for (let round = 0; round < 5; round++) {
      const all = await two()
      const bob = await addPerson(all, 'Bob')
      const given = await all.admin.post(
        `${PEOPLE}/${bob.id}/roles`,
        { role: 'admin', scope: EVERYTHING },
        { version: 1 },
      )
      const bobs = rolesOf(given.body)[0]?.id
      const adas = rowsOf((await all.admin.get(`${PEOPLE}?search=ada`)).body)[0]?.roles[0]?.id
      const replies = await Promise.all([
        all.admin.delete(`${PEOPLE}/${bob.id}/roles/${bobs}`, { version: 2 }),
        bob.self.delete(`${PEOPLE}/${all.adminId}/roles/${adas}`, { version: 1 }),
      ])
      const statuses = statusesOf(replies)
      // The slower one is refused: as the last admin's role, or because its asker is admin no more.
      expect(statuses[0]).toBe(200)
      expect([403, 409]).toContain(statuses[1])
      const { rows } = await all.database.query(
        "select id from role_assignment where role = 'admin' and ended_at is null",
      )
      expect(rows).toHaveLength(1)
    }
  })

  it('units of work hold two people, each in the name of the other, without waiting in a circle', async () => {
    const url = await postgresAddress()
    const [one, other] = [await openDatabase({ url }), await openDatabase({ url })]
    const desk = opened(await openDesk(one))
    await desk.room.ensureDemoPeople(DEMO)
    const role = { role: 'auditor', scope: { of: 'everything' }, from: START, until: null } as const
    await one.db.transaction().execute(async (tx) => {
      await peopleStore(tx).lock('li-wei')
      await other.db.transaction().execute(async (beside) => {
        await sql`set local lock_timeout = '2s'`.execute(beside)
        await peopleStore(beside).lock('sam-okafor')
        await peopleStore(beside).give({ ...role, id: 'r1', person: 'sam-okafor', by: 'li-wei' })
      })
      await peopleStore(tx).give({ ...role, id: 'r2', person: 'li-wei', by: 'sam-okafor' })
    })
    expect(await peopleStore(one.db).assignmentsOf(['sam-okafor'], START)).toMatchObject([{}, { by: 'Li Wei' }])
    await other.close()
  })

  it('changes of the same person at the same version: one wins, the other gets the difference', async () => {
    const all = await two()
    const bob = await addPerson(all, 'Bob')
    const names = ['Bobby', 'Robert', 'Rob', 'Bert']
    const replies = await Promise.all(
      names.map((name) => all.admin.put(`${PEOPLE}/${bob.id}`, { name }, { version: 1 })),
    )
    expect(statusesOf(replies)).toEqual([200, 412, 412, 412])
    const winner = replies.find(({ status }) => status === 200)?.body
    const seen = replies.filter(({ status }) => status === 412).map(({ body }) => body['current'])
    expect(seen).toEqual([winner, winner, winner])
  })

  it('uses of the one-time code make one admin', async () => {
    const all = opened(await openDesk(await postgresDatabase()))
    const code = await all.room.firstAdminCode()
    const replies = await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        all.browser().post('/api/v1/first-admin', { ...ADMIN, email: `a${n}@example.com`, code }),
      ),
    )
    expect(statusesOf(replies)).toEqual([201, 409, 409, 409])
  })

  it('additions of the same e-mail make one person', async () => {
    const all = await two()
    const account = { name: 'Bob', email: 'bob@example.com', password: 'a long password' }
    const replies = await Promise.all(Array.from({ length: 4 }, () => all.admin.post(PEOPLE, account)))
    expect(statusesOf(replies)).toEqual([201, 409, 409, 409])
  })
})
