import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../index.ts'
import { DAY, HOUR, hours, hoursMs, startStudio, StudioUser } from './testing.ts'

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
const told = () =>
  cloud.control.log().transitions.map(({ kind, caller, at }) => [kind, caller, (at - hoursMs(0)) / HOUR])
const cancel = (pair: { api?: string; app?: string; time?: string }) =>
  reviewer.act('API_CANCEL_AUTHORIZE', { app: 'app-a', ...pair })

async function notice() {
  const [found] = await owner.records('/messages?limit=10&offset=0')
  if (!found) throw new Error('no message')
  return found
}

const confirm = async (message_id: string, action: number, time?: string) => {
  const { status, body } = await owner.post<{ error_code: string } | null>('/messages', { message_id, action, time })
  return body?.error_code ?? String(status)
}

describe('a reviewer’s cancel', () => {
  test('gives notice to the app’s owner and leaves the relation until its time', async () => {
    expect(await cancel({ time: hours(49) })).toBe('204')
    expect(await reviewer.appsOf('api-a')).toEqual(['app-a c1 OFFLINE_WAITING_CHECK 240'])
    expect(await notice()).toMatchObject({
      api_id: 'api-a',
      app_id: 'app-a',
      api_apply_type: 'APPLY_TYPE_API_CANCEL_AUTHORIZE',
      api_apply_status: 'STATUS_TYPE_PENDING_CHECK',
      api_using_time: hoursMs(49),
      user_name: 'rita',
    })
    expect(await reviewer.records('/messages')).toEqual([])
    expect(await cancel({ time: hours(60) })).toBe('DLM.4182')
  })

  test('leaves at least two days, and the API’s minimum retention period', async () => {
    expect(await cancel({ time: hours(48) })).toBe('DLS.1000')
    expect(await cancel({})).toBe('DLS.1000')
    await reviewer.act('AUTHORIZE', { api: 'api-kept', app: 'app-a', time: hours(500) })
    expect(await cancel({ api: 'api-kept', time: hours(100) })).toBe('DLS.1000')
    expect(await cancel({ api: 'api-kept', time: hours(101) })).toBe('204')
    turn({ cancelWithoutTime: 'earliest' })
    expect(await cancel({})).toBe('204')
    expect((await owner.records('/messages?api_name=NAME_api-a')).map((one) => one.api_using_time)).toEqual([
      hoursMs(49),
    ])
  })

  test('needs a relation, and a reviewer', async () => {
    expect(await cancel({ app: 'app-b', time: hours(72) })).toBe('DLM.4182')
    expect(await owner.act('API_CANCEL_AUTHORIZE', { app: 'app-a', time: hours(72) })).toBe('DLS.1000')
    expect(told()).toEqual([])
  })

  test('is forced when nobody handles it', async () => {
    await cancel({ time: hours(49) })
    cloud.control.setClock({ shiftMs: 48 * HOUR })
    expect(await owner.appsOf('api-a')).toHaveLength(1)
    cloud.control.setClock({ shiftMs: HOUR })
    expect(await owner.appsOf('api-a')).toEqual([])
    expect((await notice()).api_apply_status).toBe('STATUS_TYPE_FORCED_CANCEL')
    expect(told()).toEqual([
      ['notice', 'rita', 0.5],
      ['revoke', 'clock', 49],
    ])
  })
})

describe('a message', () => {
  test('confirmed for now ends the relation now', async () => {
    await cancel({ time: hours(72) })
    const { id } = await notice()
    expect(await confirm(id, 0)).toBe('204')
    expect(await owner.appsOf('api-a')).toEqual([])
    expect((await notice()).api_apply_status).toBe('STATUS_TYPE_SYNCHRONOUS_EXECUTE')
    expect(await confirm(id, 0)).toBe('DLM.4182')
    cloud.control.setClock({ shiftMs: 10 * DAY })
    expect(told().filter(([kind]) => kind === 'revoke')).toEqual([['revoke', 'otto', 0.5]])
  })

  test('confirmed for a time is carried out then', async () => {
    await cancel({ time: hours(72) })
    expect(await confirm((await notice()).id, 1, hours(30))).toBe('204')
    expect((await notice()).api_apply_status).toBe('STATUS_TYPE_PENDING_EXECUTE')
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 OFFLINE_WAITING_CHECK 240'])
    cloud.control.setClock({ shiftMs: 90 * HOUR })
    expect((await notice()).api_apply_status).toBe('STATUS_TYPE_SYNCHRONOUS_EXECUTE')
    expect(told()).toEqual([
      ['notice', 'rita', 0.5],
      ['schedule', 'otto', 0.5],
      ['revoke', 'clock', 30],
    ])
  })

  test('without a time is put to three days ahead, and never behind the reviewer’s own', async () => {
    await cancel({ time: hours(200) })
    expect(await confirm((await notice()).id, 1)).toBe('204')
    expect(cloud.control.dataarts().tickets[0]?.runAt).toBe(hoursMs(73))
    await reviewer.act('AUTHORIZE', { app: 'app-b', time: hours(500) })
    await reviewer.act('API_CANCEL_AUTHORIZE', { app: 'app-b', time: hours(60) })
    const other = (await owner.records('/messages')).find(({ app_id }) => app_id === 'app-b')
    expect(await confirm(other?.id ?? '', 1, hours(90))).toBe('204')
    expect(cloud.control.dataarts({ app: 'app-b' }).tickets[0]?.runAt).toBe(hoursMs(60))
  })

  test('is its owner’s, cannot be refused, and wants an hour that is to come', async () => {
    await cancel({ time: hours(72) })
    const { id } = await notice()
    expect((await reviewer.post('/messages', { message_id: id, action: 0 })).body['error_code']).toBe('DLS.1000')
    expect(await confirm(id, 2)).toBe('DLS.1000')
    expect(await confirm(id, 1, hours(0))).toBe('DLS.1000')
    expect(await confirm('none', 0)).toBe('DLS.1000')
    turn({ appOwner: 'workspace' })
    expect((await reviewer.post('/messages', { message_id: id, action: 0 })).status).toBe(204)
  })

  test.each([
    ['STATUS_TYPE_PASSED', ['STATUS_TYPE_PASSED']],
    ['gone', []],
  ] as const)('that was handled is %s by the switch', async (handledNotice, left) => {
    turn({ handledNotice })
    await cancel({ time: hours(72) })
    await confirm((await notice()).id, 0)
    expect((await owner.records('/messages')).map((one) => one.api_apply_status)).toEqual(left)
  })

  test('is over when the app gives the API up by itself', async () => {
    await cancel({ time: hours(72) })
    expect(await owner.act('APP_CANCEL_AUTHORIZE', { app: 'app-a' })).toBe('204')
    expect((await notice()).api_apply_status).toBe('STATUS_TYPE_SYNCHRONOUS_EXECUTE')
    cloud.control.setClock({ shiftMs: 10 * DAY })
    expect(told().filter(([kind]) => kind === 'revoke')).toHaveLength(1)
  })

  test('is not overtaken by a grant, but taken back by the switch', async () => {
    await cancel({ time: hours(72) })
    expect(await reviewer.act('AUTHORIZE', { app: 'app-a', time: hours(400) })).toBe('DLM.4182')
    turn({ grantUnderNotice: 'grants' })
    expect(await reviewer.act('AUTHORIZE', { app: 'app-a', time: hours(400) })).toBe('204')
    expect(await owner.records('/messages')).toEqual([])
    cloud.control.setClock({ shiftMs: 5 * DAY })
    expect(await owner.appsOf('api-a')).toEqual(['app-a c1 LINKED 400'])
  })

  test('has a detail for display only', async () => {
    await cancel({ time: hours(72) })
    const { body } = await owner.get(`/messages/${(await notice()).id}`)
    expect(body).toMatchObject({ id: null, api_id: null, app_id: null, approver_name: null, api_name: 'name_api-a' })
  })
})

describe('the list of messages', () => {
  test('begins again behind its end, or is empty by the switch', async () => {
    await cancel({ time: hours(72) })
    await cancel({ api: 'api-two', time: hours(72) })
    const ids = async (offset: number) =>
      (await owner.records(`/messages?limit=1&offset=${offset}`)).map(({ api_id }) => api_id)
    const [first, second, behind] = [await ids(0), await ids(1), await ids(2)]
    expect([...first, ...second].toSorted()).toEqual(['api-a', 'api-two'])
    expect(behind).toEqual(first)
    turn({ messagesPastEnd: 'empty' })
    expect(await ids(2)).toEqual([])
  })
})

describe('what is due', () => {
  test('happens once, though the clock is put back', async () => {
    await cancel({ time: hours(49) })
    cloud.control.setClock({ shiftMs: 49 * HOUR })
    cloud.control.setClock({ shiftMs: -49 * HOUR })
    cloud.control.setClock({ shiftMs: 60 * HOUR })
    expect(told().map(([kind]) => kind)).toEqual(['notice', 'revoke'])
  })

  test('outlives a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grantdesk-'))
    await cloud.close()
    cloud = await startStudio({ folder })
    reviewer = new StudioUser(cloud, 'rita')
    await cancel({ time: hours(49) })
    await cloud.close()
    cloud = await startSimulator({ folder, clock: { now: () => hoursMs(50) } })
    expect(told()).toEqual([
      ['notice', 'rita', 0.5],
      ['revoke', 'clock', 49],
    ])
    rmSync(folder, { recursive: true })
  })
})
