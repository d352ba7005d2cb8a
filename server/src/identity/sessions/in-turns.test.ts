import { setTimeout as pass } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/databases.ts'
import { ADMIN, deskWithAdmin } from '../../../test/identity-desk.ts'
import { inTurns } from './in-turns.ts'

describe('slow work', () => {
  it('runs a few at a time, in order, and refuses whom it would let wait too long', async () => {
    const turns = inTurns({ atOnce: 2, waiting: 3 })
    const ended: number[] = []
    let [running, most] = [0, 0]
    const one = (n: number) =>
      turns(async () => {
        most = Math.max(most, ++running)
        await pass(5)
        running--
        ended.push(n)
        if (n === 1) throw new Error('planted')
        return n
      }).catch((fault: Error) => fault.message)
    expect(await Promise.all([0, 1, 2, 3, 4, 5].map(one))).toEqual([0, 'planted', 2, 3, 4, 'too-many'])
    expect([most, ended]).toEqual([2, [0, 1, 2, 3, 4]])
    expect(await one(7)).toBe(7)
  })

  it('is what many who sign in at once have to wait for, and some are told to come again', async () => {
    const desk = await deskWithAdmin(await testDatabase())
    const { email, password } = ADMIN
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        desk
          .browser()
          .post('/api/v1/session', { email: n % 2 === 0 ? email : 'nobody@example.com', password: 'wrong horse' }),
      ),
    )
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401, 429]))
    const refused = replies.find(({ status }) => status === 429)
    expect([refused?.body['code'], refused?.headers.get('retry-after')]).toEqual(['too-many', '5'])
    expect((await desk.browser().post('/api/v1/session', { email, password })).status).toBe(200)
    await desk.close()
  })
})
