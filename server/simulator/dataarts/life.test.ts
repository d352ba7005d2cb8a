import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Simulator, Transition } from '../index.ts'
import { overControl } from '../testing.ts'
import { type Act, HOUR, hoursMs, startStudio, StudioUser } from './testing.ts'

let cloud: Simulator
afterEach(() => cloud.close())

interface Told {
  cluster: string
  state: string | null
  expiresAt?: number | null
}
const told = ({ before, after }: Transition) => ({ before: before as Told, after: after as Told })

type Move =
  | { do: 'act'; who: 'rita' | 'otto'; type: Act; api: string; app: string; inHours: number }
  | { do: 'review'; isApproved: boolean }
  | { do: 'confirm'; action: 0 | 1; inHours: number }
  | { do: 'wait'; hours: number }

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      who: fc.constantFrom('rita' as const, 'otto' as const),
      type: fc.constantFrom<Act>('AUTHORIZE', 'API_CANCEL_AUTHORIZE', 'APP_CANCEL_AUTHORIZE', 'APPLY', 'RENEW'),
      api: fc.constantFrom('api-a', 'api-kept', 'api-two'),
      app: fc.constantFrom('app-a', 'app-b'),
      inHours: fc.integer({ min: -2, max: 200 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('review' as const), isApproved: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('confirm' as const),
      action: fc.constantFrom(0 as const, 1 as const),
      inHours: fc.integer({ min: 1, max: 100 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
)

async function make(one: Move): Promise<void> {
  const now = Date.parse(cloud.control.clock().now)
  const hour = (count: number) => new Date(Math.floor(now / HOUR) * HOUR + count * HOUR).toISOString()
  const reviewer = new StudioUser(cloud, 'rita')
  const owner = new StudioUser(cloud, 'otto')
  switch (one.do) {
    case 'act': {
      const user = one.who === 'rita' ? reviewer : owner
      await user.act(one.type, { api: one.api, app: one.app, time: hour(one.inHours) })
      return
    }
    case 'review': {
      const [ticket] = await reviewer.records('/applys?query_type=0')
      if (ticket) await reviewer.post('/applys', { apply_result: one.isApproved, apply_ids: [ticket.id] })
      return
    }
    case 'confirm': {
      const open = await owner.records('/messages')
      const message = open.find((each) => each.api_apply_status === 'STATUS_TYPE_PENDING_CHECK')
      if (message)
        await owner.post('/messages', { message_id: message.id, action: one.action, time: hour(one.inHours) })
      return
    }
    case 'wait':
      cloud.control.setClock({ shiftMs: one.hours * HOUR })
  }
}

/** What the log says of every pair, followed from the planted state. */
function followed(start: Map<string, Told>, transitions: readonly Transition[]): Map<string, Told> {
  const now = new Map(start)
  for (const transition of transitions) {
    const { before, after } = told(transition)
    const pair = `${transition.apiId} ${transition.appId} ${after.cluster}`
    expect(before.state).toBe(now.get(pair)?.state ?? null)
    if (after.state === null) now.delete(pair)
    else now.set(pair, after)
  }
  return now
}

const present = () =>
  new Map(
    cloud.control
      .dataarts()
      .relations.map(({ api, app, cluster, state, expiresAt, lapsed }) => [
        `${api} ${app} ${cluster}`,
        { cluster, state, expiresAt, lapsed },
      ]),
  )

describe('whatever people do', () => {
  test('the log tells every state, nothing is shortened, and a reviewer’s end leaves two days', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 25 }), async (moves) => {
        cloud = await startStudio()
        try {
          const start = present()
          for (const one of moves) await make(one)
          const { transitions } = cloud.control.log()
          expect(followed(start, transitions)).toEqual(present())
          checkExtensions(transitions)
          checkNotices(transitions)
          expect(transitions.map(({ at }) => at)).toEqual(transitions.map(({ at }) => at).toSorted((a, b) => a - b))
        } finally {
          await cloud.close()
        }
      }),
      { numRuns: 40 },
    )
    cloud = await startStudio()
  })
})

function checkExtensions(transitions: readonly Transition[]): void {
  for (const transition of transitions.filter(({ kind }) => ['extend', 'approve'].includes(kind))) {
    const { before, after } = told(transition)
    const wasLinked = before.state !== null && before.state !== 'LINK_WAITING_CHECK'
    expect(!wasLinked || (after.expiresAt ?? 0) >= (before.expiresAt ?? 0)).toBe(true)
  }
}

/** Between a reviewer's notice and an end by the clock lie two days, unless the owner put it to an earlier time. */
function checkNotices(transitions: readonly Transition[]): void {
  const same = (one: Transition, other: Transition) =>
    one.apiId === other.apiId && one.appId === other.appId && told(one).after.cluster === told(other).after.cluster
  for (const end of transitions.filter(({ kind, caller }) => kind === 'revoke' && caller === 'clock')) {
    const earlier = transitions.filter((one) => one.seq < end.seq && same(one, end))
    const notice = earlier.findLast(({ kind }) => kind === 'notice')
    const isPut = earlier.some(({ kind, seq }) => kind === 'schedule' && seq > (notice?.seq ?? 0))
    const least = end.apiId === 'api-kept' ? 100 : 48
    expect(isPut || end.at - (notice?.at ?? end.at) >= least * HOUR).toBe(true)
  }
}

describe('the outside world', () => {
  test('changes DataArts past every rule, and by the control port', async () => {
    cloud = await startStudio()
    const outside = (act: object) => overControl<{ changed: boolean }>(`${cloud.controlUrl}/outside`, 'POST', act)
    const pair = { api: 'api-iam', app: 'app-b', cluster: 'c1' }
    expect((await outside({ act: 'link', ...pair, expiresAt: hoursMs(5) })).body).toEqual({ changed: true })
    const { body } = await overControl(`${cloud.controlUrl}/dataarts?api=api-iam`)
    expect(body).toMatchObject({ counts: { apis: 1, relations: 1 }, relations: [{ ...pair, state: 'LINKED' }] })
    expect((await outside({ act: 'unlink', ...pair })).body).toEqual({ changed: true })
    expect((await outside({ act: 'unlink', ...pair })).body).toEqual({ changed: false })
    expect((await outside({ act: 'link', api: 'api-a', app: 'none', cluster: 'c1' })).body).toEqual({ changed: false })
  })

  test('takes an API off a cluster with its relations, and stops it without', async () => {
    cloud = await startStudio()
    const owner = new StudioUser(cloud, 'otto')
    const status = (value: string) =>
      cloud.control.outside({ act: 'data-api-status', api: 'api-two', cluster: 'c1', status: value })
    expect(status('API_STATUS_STOPPED')).toBe(true)
    expect(await owner.appsOf('api-two')).toHaveLength(2)
    expect(status('API_STATUS_OFFLINE')).toBe(true)
    expect(await owner.appsOf('api-two')).toEqual(['app-a c2 LINKED -48'])
  })

  test('deletes apps and APIs with what hangs on them', async () => {
    cloud = await startStudio()
    const owner = new StudioUser(cloud, 'otto')
    expect(cloud.control.outside({ act: 'rename-data-app', app: 'app-a', name: '新名' })).toBe(true)
    expect((await owner.get('/apps/app-a')).body).toMatchObject({ name: '新名' })
    expect(cloud.control.outside({ act: 'delete-data-app', app: 'app-a' })).toBe(true)
    expect((await owner.get('/apps/app-a')).body).toMatchObject({ error_code: 'DLM.4063' })
    expect(await owner.appsOf('api-a')).toEqual([])
    expect(cloud.control.outside({ act: 'delete-data-api', api: 'api-a' })).toBe(true)
    expect((await owner.get('/apis/api-a')).body).toMatchObject({ error_code: 'DLM.4018' })
    expect(cloud.control.outside({ act: 'delete-data-api', api: 'api-a' })).toBe(false)
  })

  test('turns the switches of DataArts one by one over the control port', async () => {
    cloud = await startStudio()
    const url = `${cloud.controlUrl}/switches`
    await overControl(url, 'POST', { dataarts: { expired: 'gone' } })
    const { body } = await overControl(url, 'POST', { dataarts: { hosts: 'object' }, pastEnd: 'first' })
    expect(body).toMatchObject({ pastEnd: 'first', dataarts: { expired: 'gone', hosts: 'object', shorten: 'refused' } })
    expect((await overControl(url, 'POST', { dataarts: { expired: 'perhaps' } })).status).toBe(400)
  })
})
