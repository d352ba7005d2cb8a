import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../index.ts'
import { HOUR, hours, hoursMs, startStudio, StudioUser } from './testing.ts'

let cloud: Simulator
let reviewer: StudioUser
let owner: StudioUser

beforeEach(async () => {
  cloud = await startStudio()
  reviewer = new StudioUser(cloud, 'rita')
  owner = new StudioUser(cloud, 'otto')
})
afterEach(() => cloud.close())

const turn = (dataarts: NonNullable<Parameters<Simulator['control']['turn']>[0]['dataarts']>) =>
  cloud.control.turn({ dataarts })
const kinds = () => cloud.control.log().transitions.map(({ kind }) => kind)
const pendingIds = async (user = reviewer) => (await user.records('/applys?query_type=0')).map(({ id }) => id)

const decide = async (apply_result: boolean, apply_ids: string[], user = reviewer) => {
  const { status, body } = await user.post<{ error_code: string } | null>('/applys', { apply_result, apply_ids })
  return body?.error_code ?? String(status)
}

describe('an application', () => {
  test('waits for the API’s reviewer, and the relation with it', async () => {
    expect(await owner.act('APPLY', { time: hours(100) })).toBe('204')
    expect(await owner.appsOf('api-a')).toContain('app-b c1 LINK_WAITING_CHECK 100')
    const expected = {
      api_id: 'api-a',
      app_id: 'app-b',
      api_apply_status: 'STATUS_TYPE_PENDING_APPROVAL',
      api_apply_type: 'APPLY_TYPE_APPLY',
      api_using_time: hoursMs(100),
      approver_name: 'rita',
      user_name: 'otto',
    }
    expect(await reviewer.records('/applys?query_type=0')).toMatchObject([expected])
    expect(await owner.records('/applys?query_type=3')).toMatchObject([expected])
    for (const query of ['/applys?query_type=0', '/applys?query_type=1', '/applys?query_type=2']) {
      expect(await owner.records(query)).toEqual([])
    }
    expect(await reviewer.records('/applys?query_type=3')).toEqual([])
    expect(await new StudioUser(cloud, 'rolf').records('/applys')).toEqual([])
  })

  test('is approved: the app may call from now on', async () => {
    await owner.act('APPLY', { time: hours(100) })
    expect(await decide(true, await pendingIds())).toBe('204')
    expect(await owner.appsOf('api-a')).toContain('app-b c1 LINKED 100')
    expect(await reviewer.records('/applys')).toEqual([])
    expect(await reviewer.records('/applys?query_type=1')).toMatchObject([{ api_apply_status: 'STATUS_TYPE_PASSED' }])
    expect(kinds()).toEqual(['apply', 'approve'])
  })

  test('is rejected: nothing is left but its record', async () => {
    await owner.act('APPLY', { time: hours(100) })
    const [id = ''] = await pendingIds()
    expect(await decide(false, [id])).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 240'])
    expect(await owner.records('/applys?query_type=3')).toMatchObject([{ api_apply_status: 'STATUS_TYPE_REJECTED' }])
    expect(await decide(true, [id])).toBe('DLM.4182')
    expect(await owner.act('APPLY', { time: hours(100) })).toBe('204')
  })

  test('is refused where a relation or an application is, and again by the switch makes two', async () => {
    expect(await owner.act('APPLY', { app: 'app-a', time: hours(500) })).toBe('DLM.4182')
    await owner.act('APPLY', { time: hours(100) })
    expect(await owner.act('APPLY', { time: hours(110) })).toBe('DLM.4182')
    turn({ applyAgain: 'another' })
    expect(await owner.act('APPLY', { time: hours(110) })).toBe('204')
    expect(await pendingIds()).toHaveLength(2)
  })

  test('is for the app’s owner, in the workspace of the app', async () => {
    expect(await reviewer.act('APPLY', { time: hours(100) })).toBe('DLS.1000')
    const other = new StudioUser(cloud, 'otto', { workspace: 'other' })
    expect(await other.act('APPLY', { time: hours(100) })).toBe('DLM.4018')
    expect(await other.act('APPLY', { api: 'api-two', time: hours(100) })).toBe('DLM.4063')
    expect(await other.act('APPLY', { api: 'api-two', app: 'app-other', time: hours(100) })).toBe('204')
    expect(await pendingIds()).toHaveLength(1)
    expect(await other.records('/applys?query_type=3')).toHaveLength(1)
    expect(await owner.records('/applys?query_type=3')).toEqual([])
  })

  test('is decided by a grant, or stands in its way by the switch', async () => {
    turn({ grantWhilePending: 'refused' })
    await owner.act('APPLY', { time: hours(100) })
    expect(await reviewer.act('AUTHORIZE', { time: hours(80) })).toBe('DLM.4182')
    turn({ grantWhilePending: 'grants' })
    expect(await reviewer.act('AUTHORIZE', { time: hours(80) })).toBe('204')
    expect(await pendingIds()).toEqual([])
    expect(await owner.appsOf('api-a')).toContain('app-b c1 LINKED 80')
  })

  test('cannot be withdrawn, but by the switch', async () => {
    await owner.act('APPLY', { time: hours(100) })
    expect(await owner.act('APP_CANCEL_AUTHORIZE', {})).toBe('DLM.4182')
    turn({ cancelPending: 'withdraws' })
    expect(await owner.act('APP_CANCEL_AUTHORIZE', {})).toBe('204')
    expect(await pendingIds()).toEqual([])
    expect(await owner.records('/applys?query_type=3')).toEqual([])
    expect(kinds()).toEqual(['apply', 'withdraw'])
  })

  test('of a reviewer is reviewed, or passes by the switch', async () => {
    turn({ appOwner: 'workspace' })
    expect(await reviewer.act('APPLY', { time: hours(100) })).toBe('204')
    expect(await pendingIds()).toHaveLength(1)
    turn({ ownApply: 'passes' })
    expect(await reviewer.act('APPLY', { app: 'app-c', time: hours(100) })).toBe('204')
    expect(await owner.appsOf('api-a')).toContain('app-c c1 LINKED 100')
  })

  test('is not approved behind the time that it asks for', async () => {
    await owner.act('APPLY', { time: hours(2) })
    cloud.control.setClock({ shiftMs: 3 * HOUR })
    expect(await decide(true, await pendingIds())).toBe('DLM.4182')
    expect(await decide(false, await pendingIds())).toBe('204')
  })
})

describe('a renewal', () => {
  const renew = (time: string) => owner.act('RENEW', { app: 'app-a', time })

  test('leaves the old time until it is approved', async () => {
    expect(await renew(hours(500))).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 RENEW_WAITING_CHECK 240'])
    expect(await renew(hours(600))).toBe('DLM.4182')
    expect(await decide(true, await pendingIds())).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 500'])
  })

  test('that is rejected leaves the relation as it was', async () => {
    await renew(hours(500))
    expect(await decide(false, await pendingIds())).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 240'])
  })

  test('extends only, and needs a relation', async () => {
    expect(await renew(hours(239))).toBe('DLM.4182')
    expect(await owner.act('RENEW', { app: 'app-b', time: hours(500) })).toBe('DLM.4182')
    expect(kinds()).toEqual([])
  })

  test('of what has expired is reviewed, or refused by the switch', async () => {
    const expired = { api: 'api-two', app: 'app-a', cluster: 'c2', time: hours(50) }
    turn({ renewExpired: 'refused' })
    expect(await owner.act('RENEW', expired)).toBe('DLM.4182')
    turn({ renewExpired: 'allowed' })
    expect(await owner.act('RENEW', expired)).toBe('204')
    expect(await decide(true, await pendingIds())).toBe('204')
    expect(await owner.appsOf('api-two')).toContain('app-a c2 LINKED 50')
  })

  test('is decided by a longer grant of the reviewer', async () => {
    await renew(hours(500))
    await reviewer.act('AUTHORIZE', { app: 'app-a', time: hours(700) })
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 700'])
    expect(await pendingIds()).toEqual([])
  })

  test('that is approved never shortens what came about meanwhile', async () => {
    await renew(hours(500))
    cloud.control.outside({ act: 'link', api: 'api-a', app: 'app-a', cluster: 'c1', expiresAt: hoursMs(700) })
    expect(await decide(true, await pendingIds())).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 700'])
  })
})

describe('a review', () => {
  test('is for registered reviewers only', async () => {
    await owner.act('APPLY', { time: hours(100) })
    const ids = await pendingIds()
    for (const name of ['otto', 'dev', 'vera']) {
      expect(await decide(true, ids, new StudioUser(cloud, name))).toBe('DLS.1000')
    }
    turn({ reviewers: 'named' })
    expect(await decide(true, ids, new StudioUser(cloud, 'rolf'))).toBe('DLS.1000')
    turn({ reviewers: 'registered' })
    expect(await decide(true, ids, new StudioUser(cloud, 'rolf'))).toBe('204')
    expect(await owner.records('/applys?query_type=3')).toMatchObject([{ approver_name: 'rolf' }])
  })

  test('of many is one piece, or by the switch leaves out what cannot be', async () => {
    await owner.act('APPLY', { time: hours(100) })
    await owner.act('APPLY', { app: 'app-c', time: hours(100) })
    const ids = await pendingIds()
    expect(await decide(true, [...ids, 'none'])).toBe('DLS.1000')
    expect(await pendingIds()).toHaveLength(2)
    turn({ bulk: 'partial' })
    expect(await decide(true, [...ids, 'none'])).toBe('204')
    expect(await owner.appsOf('api-a')).toHaveLength(3)
  })

  test.each([{}, { apply_result: 'true', apply_ids: ['x'] }, { apply_result: true, apply_ids: [] }])(
    'refuses the body %j',
    async (body) => {
      expect((await reviewer.post('/applys', body)).body).toMatchObject({ error_code: 'DLS.1000' })
    },
  )

  test('sees a detail for display only', async () => {
    await owner.act('APPLY', { time: hours(100) })
    const [id] = await pendingIds()
    const { body } = await reviewer.get(`/applys/${id}`)
    expect(body).toMatchObject({ id: null, api_id: null, api_name: 'name_api-a', user_name: 'otto' })
    expect((await new StudioUser(cloud, 'vera').get(`/applys/${id}`)).status).toBe(400)
  })
})
