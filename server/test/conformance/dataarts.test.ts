import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isCanary, type Simulator } from '../../simulator/index.ts'
import { START, startStudio } from '../../simulator/dataarts/testing.ts'
import type { Pair } from '../../src/upstream/port.ts'
import {
  type DataProbe,
  dataProbe,
  driveApp,
  driveDataReads,
  driveDataRefusals,
  driveDataWrites,
} from './data-suite.ts'
import { DATAARTS_FACTS } from './facts/dataarts/index.ts'

let simulator: Simulator
let probe: DataProbe

const identity = (name: string) => ({
  label: name,
  credential: { accessKey: `AK${name.toUpperCase()}`, secretKey: `secret of ${name}` },
})

function through(edition: 'SHARED' | 'EXCLUSIVE' = 'EXCLUSIVE', pageSize = 3): DataProbe {
  return dataProbe({
    connection: { id: 'core', endpoint: simulator.dataartsUrl, project: 'p1', workspace: 'core', edition },
    reviewer: identity('rita'),
    caller: identity('otto'),
    clock: { now: () => new Date(START + simulator.clockOffsetMs()) },
    limits: { backoff: { baseMs: 1, capMs: 2 }, breakAfter: 1000 },
    pageSize,
  })
}

beforeEach(async () => {
  simulator = await startStudio()
  probe = through()
})

afterEach(async () => {
  await probe.cloud.close()
  await simulator.close()
})

const pair: Pair = { apiId: 'api-a', appId: 'app-b', clusterId: 'c1' }

describe('the simulator and the client keep to the facts', () => {
  test.each([
    ['as the vendor’s pages let expect', {}],
    ['where hosts are one object', { hosts: 'object' }],
    ['where messages end', { messagesPastEnd: 'empty' }],
    ['where what has expired is gone', { expired: 'gone' }],
    ['where the flags of the market filter', { marketFlags: 'filter' }],
  ] as const)('in all readings, %s', async (_name, dataarts) => {
    simulator.control.turn({ dataarts })
    for (const door of [probe.reviewer, probe.caller]) expect(await driveDataReads(probe, door, 4)).toEqual([])
    expect(probe.differences()).toEqual([])
  })

  test('in all readings of the shared edition', async () => {
    await probe.cloud.close()
    probe = through('SHARED')
    expect(await driveDataReads(probe, probe.caller, 4)).toEqual([])
    expect(probe.differences()).toEqual([])
  })

  test.each([
    ['as the vendor’s pages let expect', {}],
    ['where parts of a bulk may fail', { bulk: 'partial' }],
    ['where a handled notice is gone', { handledNotice: 'gone' }],
    ['where only the named reviewer reviews', { reviewers: 'named' }],
    ['where the workspace owns an app', { appOwner: 'workspace' }],
  ] as const)('in the life of a grant, %s', async (_name, dataarts) => {
    simulator.control.turn({ dataarts })
    expect(await driveDataWrites(probe, pair)).toEqual([])
    expect(probe.differences()).toEqual([])
  })

  test('in refusals', async () => {
    expect(await driveDataRefusals(probe, pair)).toEqual([])
    expect(probe.differences()).toEqual([])
    expect([...new Set(probe.exchanges.map(({ status }) => status))]).toEqual([400])
  })

  test('over all operations together', async () => {
    expect(await driveApp(probe)).toEqual([])
    await driveDataReads(probe, probe.caller, 2)
    await driveDataWrites(probe, pair)
    expect(probe.operations()).toEqual(DATAARTS_FACTS.map(({ name }) => name).toSorted())
    expect(probe.differences()).toEqual([])
  })

  test('and every request names the workspace and the edition', async () => {
    await driveDataReads(probe, probe.caller, 1)
    const inService = probe.exchanges.filter(({ path }) => path.includes('/service/'))
    expect(inService.length).toBeGreaterThan(10)
    for (const { requestHeaders } of inService)
      expect(requestHeaders).toMatchObject({ workspace: 'core', 'dlm-type': 'EXCLUSIVE', 'x-project-id': 'p1' })
  })
})

test('no planted secret and nobody’s address gets through the client', async () => {
  const { cloud, caller } = probe
  const told = JSON.stringify([
    await cloud.apps(caller),
    await cloud.app(caller, 'app-a'),
    await cloud.reviewers(caller),
    await cloud.api(caller, 'api-a'),
    await cloud.createApp(caller, { name: 'secretive', type: 'APP' }),
  ])
  expect(told).toContain('[secret]')
  expect(isCanary(told)).toBe(false)
  expect(told).not.toMatch(/@|select \*/)
  expect(probe.exchanges.some(({ answerBody }) => isCanary(answerBody))).toBe(true)
})
