import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../index.ts'
import { HOUR, hours, START, startStudio, StudioUser } from './testing.ts'

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

describe('a reviewer’s grant', () => {
  test('answers an empty 204 and is seen at once', async () => {
    const answer = await reviewer.post('/apis/authorize/action', {
      api_id: 'api-a',
      app_id: 'app-b',
      instance_id: 'c1',
      apply_type: 'APPLY_TYPE_AUTHORIZE',
      time: hours(72),
    })
    expect(answer).toMatchObject({ status: 204, body: null })
    expect(await reviewer.appsOf('api-a')).toEqual(['app-a c1 LINKED 240', 'app-b c1 LINKED 72'])
    expect(cloud.control.log().transitions).toMatchObject([
      { kind: 'grant', caller: 'rita', apiId: 'api-a', appId: 'app-b', after: { cluster: 'c1', state: 'LINKED' } },
    ])
  })

  test('extends, never shortens; the same end changes nothing', async () => {
    expect(await reviewer.act('AUTHORIZE', { app: 'app-a', time: hours(300) })).toBe('204')
    expect(await reviewer.act('AUTHORIZE', { app: 'app-a', time: hours(300) })).toBe('204')
    expect(await reviewer.act('AUTHORIZE', { app: 'app-a', time: hours(299) })).toBe('DLM.4182')
    turn({ shorten: 'ignored' })
    expect(await reviewer.act('AUTHORIZE', { app: 'app-a', time: hours(299) })).toBe('204')
    expect(await reviewer.appsOf('api-a')).toEqual(['app-a c1 LINKED 300'])
    expect(kinds()).toEqual(['extend'])
  })

  test('is for one cluster, on which the API must be published', async () => {
    expect(await reviewer.act('AUTHORIZE', { cluster: 'c2', time: hours(72) })).toBe('DLM.4182')
    expect(await reviewer.act('AUTHORIZE', { cluster: 'c9', time: hours(72) })).toBe('DLM.4215')
    expect(await reviewer.act('AUTHORIZE', { api: 'api-new', time: hours(72) })).toBe('DLM.4215')
    expect(await reviewer.act('AUTHORIZE', { api: 'api-two', cluster: 'c2', time: hours(72) })).toBe('204')
    expect(await reviewer.appsOf('api-two')).toEqual([
      'app-a c1 LINKED 100',
      'app-a c2 LINKED -48',
      'app-b c2 LINKED 72',
    ])
  })

  test.each([
    ['api-a', 'app-iam', 'DLS.1000'],
    ['api-iam', 'app-b', 'DLS.1000'],
    ['api-iam', 'app-iam', '204'],
    ['api-a', 'app-dlm', 'DLS.1000'],
    ['api-none', 'app-b', 'DLM.4018'],
    ['api-a', 'app-none', 'DLM.4063'],
    ['api-a', 'app-other', 'DLM.4063'],
    ['api-two', 'app-other', '204'],
  ])('of %s to %s answers %s', async (api, app, answer) => {
    expect(await reviewer.act('AUTHORIZE', { api, app, time: hours(72) })).toBe(answer)
    expect(kinds()).toEqual(answer === '204' ? ['grant'] : [])
  })

  test('of an open API does nothing behind its 204, or is refused by the switch', async () => {
    expect(await reviewer.act('AUTHORIZE', { api: 'api-open', time: hours(72) })).toBe('204')
    expect(await reviewer.appsOf('api-open')).toEqual([])
    turn({ openApis: 'refused' })
    expect(await reviewer.act('AUTHORIZE', { api: 'api-open', time: hours(72) })).toBe('DLS.1000')
  })

  test.each(['2026-11-25T09:30:00.000Z', '2026-11-25 09:00', 'soon', '2026-11-21T08:00:00.000Z', undefined])(
    'until %s is refused',
    async (time) => {
      expect(await reviewer.act('AUTHORIZE', { ...(time !== undefined && { time }) })).toBe('DLS.1000')
      expect(kinds()).toEqual([])
    },
  )

  test('within an hour is cut to the hour by the switch', async () => {
    turn({ wholeHours: 'cut' })
    expect(await reviewer.act('AUTHORIZE', { time: hours(72).replace(':00:00', ':59:59') })).toBe('204')
    expect(await reviewer.appsOf('api-a')).toContain('app-b c1 LINKED 72')
  })

  test('is for registered reviewers, or by the switch for the one that the API names', async () => {
    for (const name of ['otto', 'dev', 'vera']) {
      expect(await new StudioUser(cloud, name).act('AUTHORIZE', { time: hours(72) })).toBe('DLS.1000')
    }
    expect(await reviewer.act('AUTHORIZE', { api: 'api-rolf', time: hours(72) })).toBe('204')
    turn({ reviewers: 'named' })
    expect(await reviewer.act('AUTHORIZE', { api: 'api-rolf', app: 'app-c', time: hours(72) })).toBe('DLS.1000')
    expect(
      await new StudioUser(cloud, 'rolf').act('AUTHORIZE', { api: 'api-rolf', app: 'app-c', time: hours(72) }),
    ).toBe('204')
  })

  test('of a shared API needs no cluster, and is refused by the switch', async () => {
    const shared = new StudioUser(cloud, 'rita', { edition: 'SHARED' })
    const pair = { api: 'api-shared', app: 'app-shared' }
    expect(await shared.act('AUTHORIZE', { ...pair, time: hours(72) })).toBe('204')
    expect(await shared.appsOf('api-shared')).toEqual(['app-shared APIG LINKED 72'])
    expect(await reviewer.act('AUTHORIZE', { ...pair, time: hours(80) })).toBe('DLM.4018')
    turn({ sharedGrants: 'refused' })
    expect(await shared.act('AUTHORIZE', { ...pair, time: hours(80) })).toBe('DLM.4182')
  })
})

describe('a bulk grant', () => {
  const bulk = (...app_ids: string[]) =>
    reviewer.post('/apis/api-a/instances/c1/authorize', { app_ids, time: hours(300) })

  test('grants and renews many apps at once', async () => {
    expect((await bulk('app-a', 'app-b', 'app-b', 'app-c')).status).toBe(204)
    expect(await reviewer.appsOf('api-a')).toEqual([
      'app-a c1 LINKED 300',
      'app-b c1 LINKED 300',
      'app-c c1 LINKED 300',
    ])
    expect(kinds()).toEqual(['extend', 'grant', 'grant'])
  })

  test('is refused as a whole, or by the switch leaves out behind a 204 what does not fit', async () => {
    expect((await bulk('app-b', 'app-iam')).body).toMatchObject({ error_code: 'DLS.1000' })
    expect(kinds()).toEqual([])
    turn({ bulk: 'partial' })
    expect((await bulk('app-b', 'app-iam', 'app-none')).status).toBe(204)
    expect(await reviewer.appsOf('api-a')).toEqual(['app-a c1 LINKED 240', 'app-b c1 LINKED 300'])
  })

  test('is for the exclusive edition', async () => {
    const shared = new StudioUser(cloud, 'rita', { edition: 'SHARED' })
    const { body } = await shared.post('/apis/api-shared/instances/APIG/authorize', {
      app_ids: ['app-shared'],
      time: hours(72),
    })
    expect(body['error_code']).toBe('DLM.4182')
  })
})

describe('an app’s own cancel', () => {
  test('ends the relation at once, whatever time it names', async () => {
    expect(await owner.act('APP_CANCEL_AUTHORIZE', { app: 'app-a' })).toBe('204')
    expect(await owner.act('APP_CANCEL_AUTHORIZE', { api: 'api-two', app: 'app-a', time: hours(9) })).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual([])
    expect(await owner.appsOf('api-two')).toEqual(['app-a c2 LINKED -48'])
    expect(await owner.act('APP_CANCEL_AUTHORIZE', { app: 'app-a' })).toBe('DLM.4182')
    expect(kinds()).toEqual(['revoke', 'revoke'])
  })

  test('is for the app’s creator, or by the switch for everybody who may operate apps', async () => {
    expect(await reviewer.act('APP_CANCEL_AUTHORIZE', { app: 'app-a' })).toBe('DLS.1000')
    turn({ appOwner: 'workspace' })
    expect(await new StudioUser(cloud, 'vera').act('APP_CANCEL_AUTHORIZE', { app: 'app-a' })).toBe('DLS.1000')
    expect(await reviewer.act('APP_CANCEL_AUTHORIZE', { app: 'app-a' })).toBe('204')
  })

  test('waits for a review by the switch', async () => {
    turn({ appCancel: 'reviewed' })
    expect(await owner.act('APP_CANCEL_AUTHORIZE', { app: 'app-a' })).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 240'])
    const [ticket] = await reviewer.records('/applys?query_type=0')
    expect(ticket?.api_apply_type).toBe('APPLY_TYPE_APP_CANCEL_AUTHORIZE')
    expect((await reviewer.post('/applys', { apply_result: true, apply_ids: [ticket?.id] })).status).toBe(204)
    expect(await owner.appsOf('api-a')).toEqual([])
  })
})

describe('the clock', () => {
  test('ends a validity at its instant and says so in the log', async () => {
    cloud.control.setClock({ shiftMs: 101 * HOUR })
    expect(cloud.control.log().transitions).toMatchObject([
      { kind: 'expire', caller: 'clock', requestSeq: null, at: START - 0.5 * HOUR + 100 * HOUR, apiId: 'api-two' },
    ])
    expect(await owner.appsOf('api-two')).toEqual(['app-a c1 LINKED 100', 'app-a c2 LINKED -48'])
    turn({ expired: 'gone' })
    expect(await owner.appsOf('api-two')).toEqual([])
  })

  test('lets an expired relation be granted again, for less than before too', async () => {
    expect(await reviewer.act('AUTHORIZE', { api: 'api-two', app: 'app-a', cluster: 'c2', time: hours(5) })).toBe('204')
    expect(await owner.appsOf('api-two')).toContain('app-a c2 LINKED 5')
  })
})
