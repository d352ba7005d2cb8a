import type { Wanted } from '@grantdesk/shared/grants'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FaultDraft } from '../../simulator/index.ts'
import { contradictions, eventsAbout } from '../evidence.ts'
import type { HttpClient } from '../http-client.ts'
import { startHouse, type TestHouse } from '../house.ts'
import { crowdedWith } from '../small-world.ts'
import { flip, settledRow } from '../switching.ts'

/** How the cloud spoils the first call, and how often it is called until all is well. */
type Spell = { says: string; fault: FaultDraft; calls: number | 'once or twice' }

const APP = 'app-1'
const status = (code: number, more: Partial<FaultDraft & { kind: 'status' }> = {}): FaultDraft => ({
  kind: 'status',
  status: code,
  ...more,
})

/** After these the wish comes true all the same. */
const PASSING: Spell[] = [
  { says: 'answers 500 and did nothing', fault: status(500), calls: 2 },
  { says: 'answers 500 and did it', fault: status(500, { effect: 'applied' }), calls: 1 },
  { says: 'answers 502 and did nothing', fault: status(502, { shape: 'gateway' }), calls: 2 },
  { says: 'answers 503 with a page', fault: status(503, { shape: 'html' }), calls: 2 },
  { says: 'answers 504 with nothing', fault: status(504, { shape: 'empty' }), calls: 2 },
  { says: 'answers 504 and does it later', fault: { kind: 'late', ms: 3_000 }, calls: 1 },
  {
    says: 'answers 504 and does it after it was asked again',
    fault: { kind: 'late', ms: 20_000 },
    calls: 'once or twice',
  },
  { says: 'answers text', fault: { kind: 'rubbish', body: 'text' }, calls: 1 },
  { says: 'answers another shape', fault: { kind: 'rubbish', body: 'schema' }, calls: 1 },
  { says: 'answers half', fault: { kind: 'rubbish', body: 'truncated' }, calls: 1 },
  { says: 'answers empty', fault: { kind: 'rubbish', body: 'empty' }, calls: 1 },
  { says: 'answers text and did nothing', fault: { kind: 'rubbish', body: 'text', effect: 'none' }, calls: 2 },
  { says: 'hangs and did nothing', fault: { kind: 'hang' }, calls: 2 },
  { says: 'hangs and did it', fault: { kind: 'hang', effect: 'applied' }, calls: 1 },
  { says: 'hangs and does it later', fault: { kind: 'hang', effect: { laterMs: 2_000 } }, calls: 1 },
  { says: 'resets before it did anything', fault: { kind: 'reset' }, calls: 2 },
  { says: 'resets after it did it', fault: { kind: 'lost' }, calls: 1 },
  { says: 'answers late', fault: { kind: 'delay', ms: 300 }, calls: 1 },
  { says: 'leaves the app out of its results', fault: { kind: 'missing-result', appId: APP }, calls: 1 },
  { says: 'tells the result of another app', fault: { kind: 'wrong-app', appId: APP }, calls: 1 },
  { says: 'tells no results', fault: { kind: 'empty-result' }, calls: 1 },
]

/** These are the cloud's no. */
const REFUSING: (Spell & { cloud: { status: number; code: string } })[] = [
  ...[
    { code: 400, word: 'ModelArts.0101' },
    { code: 401, word: 'ModelArts.0202' },
    { code: 403, word: 'ModelArts.0108' },
    { code: 404, word: 'ModelArts.3935' },
    { code: 409, word: 'ModelArts.3929' },
  ].map(({ code, word }) => ({
    says: `answers ${code}`,
    fault: status(code),
    calls: 1,
    cloud: { status: code, code: word },
  })),
  {
    says: 'refuses the app within a yes',
    fault: { kind: 'app-failure', appId: APP, reason: 'No room for more.' },
    calls: 1,
    cloud: { status: 200, code: 'ModelArts.3937' },
  },
]

const WISHES: Wanted[] = ['on', 'off']
const CASES = [...PASSING, ...REFUSING].flatMap((spell) => WISHES.map((wanted) => ({ ...spell, wanted })))
const nameOf = ({ says, wanted }: { says: string; wanted: Wanted }): string => `${wanted} ${says}`.replaceAll(' ', '-')

let house: TestHouse
let wei: HttpClient
beforeAll(async () => {
  const names = CASES.map(nameOf)
  const granted = CASES.filter(({ wanted }) => wanted === 'off').map((one) => ({ api: `api-${nameOf(one)}`, app: APP }))
  house = await startHouse({ world: crowdedWith(names, granted) })
  wei = await house.as('li-wei')
})
afterAll(async () => {
  expect(await contradictions(house)).toEqual([])
  await house.close()
})

/** Switches the pair of a case under its fault, and lets time run until it is settled. */
async function underway(one: (typeof CASES)[number]) {
  const { wanted, fault } = one
  const [service, api] = [`s-${nameOf(one)}`, `api-${nameOf(one)}`]
  const operation = wanted === 'on' ? 'AuthorizeApiToApigApps' : 'DeleteApiAppAuth'
  house.cloud.provoke({ ...fault, operation, path: `/services/${service}/` })
  const { change } = (await flip(wei, { api, app: APP, wanted })).ok()
  const row = await settledRow({ house, hurryMs: 250 }, wei, { api, app: APP })
  const { requests, transitions } = house.cloud.log()
  return {
    row,
    calls: requests.filter(({ path, method }) => path.includes(`/${api}/`) && method !== 'GET'),
    changes: transitions.filter(({ apiId }) => apiId === api).map(({ kind }) => kind),
    isGranted: house.cloud.state({ api }).grants.length === 1,
    events: await eventsAbout(house, { intent: change?.id ?? '' }),
    sends: (await eventsAbout(house, { api: row.api })).filter((kind) => kind === 'grant.sent'),
  }
}

describe.concurrent('a switch is carried through when the cloud', () => {
  test.each(CASES.filter((one) => !('cloud' in one)))('$says ($wanted)', async (one) => {
    const { row, calls, changes, isGranted, events, sends } = await underway(one)
    expect(row).toMatchObject({ state: one.wanted === 'on' ? 'active' : 'none', actual: one.wanted })
    expect(row.change).toMatchObject({ state: 'done', cloud: null })
    expect(isGranted).toBe(one.wanted === 'on')
    expect(changes).toEqual([one.wanted === 'on' ? 'grant' : 'revoke'])
    expect(sends).toHaveLength(calls.length)
    expect(one.calls === 'once or twice' ? [1, 2] : [one.calls]).toContain(calls.length)
    expect(events).toEqual(['grant.intended', 'grant.settled'])
  })
})

describe.concurrent('a switch has failed, with the words of the cloud, when it', () => {
  test.each(CASES.filter((one) => 'cloud' in one))('$says ($wanted)', async (one) => {
    const { row, calls, changes, isGranted, events } = await underway(one)
    expect(row).toMatchObject({ state: 'failed', wanted: one.wanted, change: { state: 'failed', cloud: one.cloud } })
    expect(row.change?.cloud?.message).toMatch(/\w{2}/)
    expect(isGranted).toBe(one.wanted === 'off')
    expect([changes, calls.length]).toEqual([[], one.calls])
    expect(events).toEqual(['grant.intended', 'grant.settled'])
  })
})
