import { expect, it } from 'vitest'
import { silentLog } from '../kernel/log.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { createWork } from '../storage/work.ts'
import { onBoth, onPostgres, postgresAddress } from '../../test/databases.ts'
import { createSealer, recorder } from './index.ts'
import { sealBatch } from './seal-events.ts'
import { showHealth } from './show-health.ts'
import { verifyChain } from './verify-chain.ts'

const AT = new Date('2026-03-01T09:30:00.123Z')
const clock = { now: () => AT }

type Nudge = () => void
const house = (database: Database, nudge?: Nudge) => ({
  database,
  verify: verifyChain({ database, clock }),
  health: showHealth({ database, clock: { now: () => new Date(AT.getTime() + 5_000) } }),
  work: createWork({ database, clock, bind: (unit) => ({ audit: recorder(unit, nudge) }) }),
})

/** Writes so many units of work with two events each. */
async function fill({ work }: ReturnType<typeof house>, units: number): Promise<void> {
  for (let n = 0; n < units; n++) {
    await work(null, async ({ audit }) => {
      audit.add({ kind: 'person.changed', by: 'anna', about: { person: `p${n}` }, before: { n: 0 }, after: { n } })
      audit.add({ kind: 'role.given', by: null, about: { person: `p${n}`, api: 'a1' }, data: { word: '李伟' } })
    })
  }
}

async function sealedHouse(database: Database, units: number) {
  const rooms = house(database)
  await fill(rooms, units)
  while ((await sealBatch(database)) > 0);
  return rooms
}

/** What only the owner of the tables can do, behind the house's back. */
async function tamper(database: Database, statement: string): Promise<void> {
  await database.exec(`
    alter table audit_event disable trigger user; alter table audit_seal disable trigger user;
    ${statement};
    alter table audit_event enable always trigger append_only; alter table audit_seal enable always trigger append_only`)
}

const eventOf = (seq: number) => `(select event from audit_seal where seq = ${seq})`
const FORGED_HEAD = "decode(repeat('ab', 32), 'hex')"

const TAMPERINGS: [string, number, string][] = [
  ['text', 3, `update audit_event set canonical = replace(canonical, 'p1', 'p7') where id = ${eventOf(3)}`],
  ['person', 3, `update audit_event set by_person = 'zhao' where id = ${eventOf(3)}`],
  ['kind', 4, `update audit_event set kind = 'role.taken' where id = ${eventOf(4)}`],
  ['instant', 5, `update audit_event set at = at + interval '1 microsecond' where id = ${eventOf(5)}`],
  ['subject', 2, `update audit_event set about = about || '{"app":"x"}' where id = ${eventOf(2)}`],
  ['salt', 6, `update audit_event set salt = set_byte(salt, 0, get_byte(salt, 0) # 1) where id = ${eventOf(6)}`],
  ['digest', 1, `update audit_event set digest = ${FORGED_HEAD} where id = ${eventOf(1)}`],
  ['hash', 6, `update audit_seal set hash = ${FORGED_HEAD} where seq = 6`],
  ['predecessor', 2, `update audit_seal set prev = ${FORGED_HEAD} where seq = 2`],
  ['number', 6, 'update audit_seal set seq = 9 where seq = 6'],
  ['lost seal', 4, 'delete from audit_seal where seq = 4'],
  ['lost tail of the seals', 6, 'delete from audit_seal where seq = 6'],
  [
    'lost event',
    3,
    `alter table audit_seal drop constraint audit_seal_event_fkey; alter table audit_pending drop constraint audit_pending_event_fkey;
     delete from audit_event where id = ${eventOf(3)}`,
  ],
  [
    'two swapped',
    2,
    `update audit_seal set seq = seq + 100 where seq in (2, 3); update audit_seal set seq = 105 - seq where seq > 100`,
  ],
  [
    'event put in',
    7,
    `insert into audit_event select 'forged', at, kind, by_person, about, canonical, salt, digest from audit_event where id = ${eventOf(1)}`,
  ],
]

onBoth('the audit log', (open) => {
  it('seals each event once, in the order in which they were written', async () => {
    const database = await open()
    const { verify, health } = await sealedHouse(database, 3)
    const told = await database.query(
      `select s.seq, e.canonical from audit_seal s join audit_event e on e.id = s.event order by s.seq`,
    )
    const kinds = told.rows.map((row) => (JSON.parse(String(row['canonical'])) as { kind: string }).kind)
    expect(kinds).toEqual([0, 1, 2].flatMap(() => ['person.changed', 'role.given']))
    expect(told.rows.map((row) => Number(row['seq']))).toEqual([1, 2, 3, 4, 5, 6])
    const { head, ...verdict } = await verify()
    expect(verdict).toEqual({ ok: true, checked: 6, broken: null, at: AT.toISOString() })
    expect(await health()).toEqual({ sealed: 6, unsealed: 0, oldestUnsealedSeconds: null, head })
    await database.close()
  })

  it('says how long the oldest event has waited', async () => {
    const database = await open()
    const rooms = house(database)
    await fill(rooms, 1)
    expect(await rooms.health()).toEqual({ sealed: 0, unsealed: 2, oldestUnsealedSeconds: 5, head: null })
    expect(await rooms.verify()).toMatchObject({ ok: true, checked: 0, head: null })
    await database.close()
  })

  it('keeps nothing of a unit of work that failed', async () => {
    const database = await open()
    const { work, health } = house(database)
    const failing = work(null, async ({ audit }) => {
      audit.add({ kind: 'house.opened', by: null, about: {} })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await health()).toMatchObject({ unsealed: 0 })
    await database.close()
  })

  it('refuses every change of what was written', async () => {
    const database = await open()
    await sealedHouse(database, 1)
    const changes = ['audit_event', 'audit_seal'].flatMap((table) => [
      `update ${table} set ${table === 'audit_event' ? 'kind' : 'hash'} = null where false`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ])
    for (const change of changes) await expect(database.exec(change)).rejects.toThrow('the audit log only grows')
    await database.close()
  })

  it.each(TAMPERINGS)('notices a changed %s at seal %i', async (_name, seq, statement) => {
    const database = await open()
    const { verify } = await sealedHouse(database, 3)
    await tamper(database, statement)
    expect(await verify()).toMatchObject({ ok: false, broken: { seq } })
    await database.close()
  })

  it('verifies a log longer than a batch', async () => {
    const database = await open()
    const { work, verify } = house(database)
    const event = { kind: 'inventory.read', by: null, about: { connection: 'c' } } as const
    for (let n = 0; n < 3; n++) {
      await work(null, async ({ audit }) => Array.from({ length: 400 }, () => audit.add(event)).length)
    }
    while ((await sealBatch(database)) > 0);
    expect(await verify()).toMatchObject({ ok: true, checked: 1200 })
    await database.close()
  })

  it('is sealed soon after a nudge, and stops cleanly', async () => {
    const database = await open()
    const sealer = createSealer({ database, log: silentLog })
    await sealer.start()
    const rooms = house(database, sealer.nudge)
    await fill(rooms, 2)
    await expect.poll(async () => (await rooms.health()).sealed, { timeout: 2_000 }).toBe(4)
    await sealer.stop()
    await fill(rooms, 1)
    expect(await rooms.health()).toMatchObject({ sealed: 4, unsealed: 2 })
    await database.close()
  })
})

onPostgres('two sealers', () => {
  it('never seal an event twice while eight writers write', async () => {
    const url = await postgresAddress()
    const databases = await Promise.all([openDatabase({ url }), openDatabase({ url })])
    const sealers = databases.map((database) => createSealer({ database, log: silentLog }))
    await Promise.all(sealers.map((sealer) => sealer.start()))
    const [one, other] = databases.map((database, n) => house(database, sealers[n]?.nudge)) as [
      ReturnType<typeof house>,
      ReturnType<typeof house>,
    ]
    await Promise.all(Array.from({ length: 8 }, (_, n) => fill(n % 2 === 0 ? one : other, 25)))
    await expect.poll(async () => (await one.health()).sealed, { timeout: 10_000 }).toBe(400)
    expect(await other.verify()).toMatchObject({ ok: true, checked: 400 })
    await Promise.all(sealers.map((sealer) => sealer.stop()))
    await Promise.all(databases.map((database) => database.close()))
  })
})
