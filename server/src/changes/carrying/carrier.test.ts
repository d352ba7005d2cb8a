import { afterEach, beforeEach, expect, it } from 'vitest'
import { onBoth, onPostgres, postgresDatabase } from '../../../test/databases.ts'
import { shiftedClock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Database } from '../../storage/database.ts'
import { lineStore } from '../line-store.ts'
import { changeStore } from '../store.ts'
import { Carrier } from './carrier.ts'
import type { CarryOut } from './carry-out.ts'

const clock = shiftedClock()
const NOBODY = {
  connection: 'north',
  service: 's',
  app: 'a',
  wanted: 'on',
  apps: null,
  person: 'p',
  personName: 'P',
} as const

/** Puts a wish into a line, as a commit of another process would: nobody is woken. */
const wish = (database: Database, line: string): Promise<unknown> =>
  database.db.transaction().execute((tx) => {
    const at = clock.now()
    return changeStore(tx).add(line, [{ ...NOBODY, kind: 'switch', api: line, at }], at)
  })

const errors: string[] = []
const log: Log = { error: (_, text) => void errors.push(text), warn: () => {}, info: () => {}, debug: () => {} }

const carriers: Carrier[] = []
function carrierOf(database: Database, carryOut: CarryOut): Carrier {
  const carrier = new Carrier({ lines: lineStore(database.db), carryOut, clock, log })
  carriers.push(carrier)
  return carrier
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const eventually = { timeout: 8_000, interval: 20 }

let database: Database
afterEach(async () => {
  await Promise.all(carriers.splice(0).map((carrier) => carrier.stop()))
  await database.close()
  errors.length = 0
})

onBoth('the worker of the changes', (open) => {
  let carried: string[]
  beforeEach(async () => {
    database = await open()
    carried = []
  })
  const note: CarryOut = async (line) => {
    carried.push(line)
    return null
  }

  it('carries what it is woken for', async () => {
    await wish(database, 'one')
    carrierOf(database, note).wake('one')
    await expect.poll(() => carried, eventually).toEqual(['one'])
  })

  it('finds by its sweep what nobody woke it for', async () => {
    carrierOf(database, note).start()
    await pass(100)
    await wish(database, 'one')
    await expect.poll(() => carried, eventually).toEqual(['one'])
    await pass(1_300)
    expect(carried).toEqual(['one'])
  })

  it('comes back when it is told to, and counts its tries', async () => {
    const tries: number[] = []
    await wish(database, 'one')
    const carrier = carrierOf(database, async (_, turn) => {
      tries.push(turn.tries)
      return tries.length < 3 ? 20 : null
    })
    carrier.wake('one')
    await expect.poll(() => tries, eventually).toEqual([0, 1, 2])
  })

  it('comes back after a fault of its own, and tells it', async () => {
    let rounds = 0
    await wish(database, 'one')
    const carrier = carrierOf(database, async () => {
      if (rounds++ === 0) throw new Error('a fault')
      return null
    })
    carrier.wake('one')
    await expect.poll(() => rounds, eventually).toBe(2)
    expect(errors).toEqual(['a line could not be carried'])
  })

  it('makes another round for whoever wakes it during one', async () => {
    let rounds = 0
    await wish(database, 'one')
    const carrier = carrierOf(database, async () => {
      rounds++
      if (rounds === 1) carrier.wake('one')
      await pass(20)
      return null
    })
    carrier.wake('one')
    await expect.poll(() => rounds, eventually).toBe(2)
  })

  it('carries more lines than it may at once, one after the other', async () => {
    const lines = Array.from({ length: 40 }, (_, n) => `line-${n}`)
    for (const line of lines) await wish(database, line)
    let [now, most] = [0, 0]
    const carrier = carrierOf(database, async (line) => {
      most = Math.max(most, ++now)
      await pass(10)
      now--
      carried.push(line)
      return null
    })
    for (const line of lines) carrier.wake(line)
    await expect.poll(() => carried.toSorted(), eventually).toEqual(lines.toSorted())
    expect(most).toBeLessThanOrEqual(16)
  })

  it('ends its rounds when the house closes, and takes nothing new', async () => {
    await wish(database, 'one')
    await wish(database, 'two')
    const begun = Promise.withResolvers<void>()
    const carrier = carrierOf(database, async (line, { mayGoOn }) => {
      begun.resolve()
      while (mayGoOn()) await pass(5)
      carried.push(line)
      return 0
    })
    carrier.wake('one')
    await begun.promise
    await carrier.stop()
    carrier.wake('two')
    await pass(50)
    expect(carried).toEqual(['one'])
  })
})

onPostgres('two workers on one storage', () => {
  beforeEach(async () => {
    database = await postgresDatabase()
  })

  it('never carry one line at the same time', async () => {
    const lines = Array.from({ length: 12 }, (_, n) => `line-${n}`)
    const inside = new Map<string, number>()
    const together: string[] = []
    const rounds = new Map<string, number>()
    const carry: CarryOut = async (line) => {
      const now = (inside.get(line) ?? 0) + 1
      inside.set(line, now)
      if (now > 1) together.push(line)
      await pass(15)
      inside.set(line, (inside.get(line) ?? 1) - 1)
      rounds.set(line, (rounds.get(line) ?? 0) + 1)
      return null
    }
    const workers = [carrierOf(database, carry), carrierOf(database, carry), carrierOf(database, carry)]
    for (let n = 0; n < 10; n++) {
      await Promise.all(lines.map((line) => wish(database, line)))
      for (const worker of workers) for (const line of lines) worker.wake(line)
      await pass(20)
    }
    for (const worker of workers) worker.start()
    await expect
      .poll(async () => (await lineStore(database.db).due(new Date(clock.now().getTime() + 60_000))).length, eventually)
      .toBe(0)
    expect(together).toEqual([])
    expect(rounds.size).toBe(lines.length)
  })
})
