import type { Wanted } from '@grantdesk/shared/grants'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FaultDraft } from '../../simulator/index.ts'
import { contradictions } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { apiId, smallConnection } from '../small-world.ts'
import { flip, rowOf, settledRows } from '../switching.ts'

let house: TestHouse
let wei: HttpClient
let jie: HttpClient

/** The same numbers for the same seed, so that a storm that found something can be called again. */
function diceOf(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

const APPS = ['app-1', 'app-2', 'app-3', 'app-4', 'app-frozen']
const APIS = ['api-main', 'api-other', 'api-silent']
const OPERATIONS = {
  delta: ['AuthorizeApiToApigApps', 'DeleteApiAppAuth'],
  replace: ['UpdateAuthApiToApigApps', 'DeleteApiAppAuth'],
}

const SPELLS: FaultDraft[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502, effect: 'applied' },
  { kind: 'late', ms: 3_000 },
  { kind: 'late', ms: 20_000 },
  { kind: 'hang', effect: 'applied' },
  { kind: 'hang', effect: { laterMs: 9_000 } },
  { kind: 'reset' },
  { kind: 'lost' },
  { kind: 'rubbish', body: 'text' },
  { kind: 'rubbish', body: 'truncated', effect: 'none' },
  { kind: 'empty-result' },
  { kind: 'missing-result', appId: 'app-2' },
  { kind: 'app-failure', appId: 'app-3' },
  { kind: 'status', status: 403 },
  { kind: 'delay', ms: 60 },
]

/** One thing that happens: a wish of somebody, or a spell on the cloud, or time. */
async function happen(dice: (sides: number) => number, operations: readonly string[]): Promise<void> {
  const pick = <T>(things: readonly T[]): T => things[dice(things.length)] as T
  switch (dice(5)) {
    case 0:
      house.cloud.provoke({ ...pick(SPELLS), operation: pick(operations) })
      return
    case 1:
      house.cloud.provoke({ kind: 'status', status: 500, operation: 'ShowApiAuthInfos' })
      return
    case 2:
      house.clock.ahead(pick([200, 2_000, 7_000]))
      return
    default: {
      const api = pick(APIS)
      const client = api === 'api-other' ? pick([wei, jie]) : wei
      const wanted: Wanted = pick(['on', 'off'])
      const { code, text } = await flip(client, { api, app: pick(APPS), wanted })
      if (code !== 'ok' && code !== 'stale') throw new Error(text)
    }
  }
}

describe.each(['delta', 'replace'] as const)('where only the change is sent, or the whole set: %s', (writes) => {
  beforeAll(async () => {
    house = await startHouse({ connections: [smallConnection({ writes })], limits: { writeDeadlineMs: 500 } })
    wei = await house.as('li-wei')
    jie = await house.as('chen-jie')
  })
  afterAll(() => house.close())

  test.each([1, 2, 3, 4])(
    'whatever happens, in the end every row tells the truth and nothing happened twice (storm %i)',
    async (seed) => {
      const dice = diceOf(seed * 7_919)
      house.cloud.turn({ readLagMs: seed % 3 === 0 ? 4_000 : 0, repeat: seed % 2 === 0 ? 'refused' : 'success' })
      for (let n = 0; n < 60; n++) await happen(dice, OPERATIONS[writes])
      house.cloud.clearFaults()
      for (const api of APIS) {
        const rows = await settledRows({ house, hurryMs: 700 }, wei, { api, apps: APPS })
        for (const row of rows.filter(({ change }) => change?.state === 'done')) expect(row.actual).toBe(row.wanted)
      }
      // What may still come, comes now.
      house.clock.ahead(120_000)
      expect(await contradictions(house)).toEqual([])
      for (const api of APIS) expect(await rowOf(wei, api, 'app-frozen')).not.toMatchObject({ state: 'active' })
      const { rows: open } = await house.database.query(
        "select line from intent where state in ('waiting', 'sending', 'unknown') and line = any($1)",
        [APIS.map(apiId)],
      )
      expect(open).toEqual([])
    },
    60_000,
  )
})
