import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoConnections } from '../../simulator/demo-accounts.ts'
import {
  bystander,
  type InventoryBench,
  inventoryBench,
  NORTH,
  reviewer,
  SOUTHEAST,
} from '../../test/inventory-bench.ts'
import { forgetKeys } from '../jobs/forget-keys.ts'
import { createJobs } from '../jobs/runner.ts'
import { TIMETABLE } from '../jobs/timetable.ts'
import { houseId } from '../kernel/house-id.ts'
import { silentLog } from '../kernel/log.ts'
import type { Key } from '../storage/keys.ts'
import { createWork } from '../storage/work.ts'
import { countInventory } from './count-inventory.ts'
import { inventoryJobs } from './jobs.ts'
import { refreshConnection } from './refresh-connection.ts'
import { refreshService } from './refresh-service.ts'

const project = demoConnections[0]?.project ?? ''
const keyOf = (identity: number) => demoConnections[0]?.identities[identity]?.accessKey ?? ''

let bench: InventoryBench
beforeEach(async () => {
  bench = await inventoryBench()
})
afterEach(() => bench.close())

const world = () => bench.simulator.control.state({ project })
const some = () => {
  const { apis, grants, apps } = world()
  const api = apis.find(({ id }) => grants.filter((grant) => grant.api === id).length > 1)
  const granted = grants.filter((grant) => grant.api === api?.id).map(({ app }) => app)
  const free = apps.find(
    ({ id, owner }) => !granted.includes(id) && owner === apps.find((one) => one.id === granted[0])?.owner,
  )
  return { api: api?.id ?? '', service: api?.service ?? '', granted, free: free?.id ?? '' }
}
const grantsOf = async (app: string) => (await bench.reads.apps.find(houseId('app', NORTH, app)))?.grants

describe('refreshing one service', () => {
  const refresh = (service: string, key: Key | null = null, actor = reviewer) =>
    refreshService({ ...bench.needs, work: bench.work, place: (id) => bench.reads.services.place(id) })(
      { params: { service: houseId('service', NORTH, service) as never }, query: undefined, body: undefined },
      { actor, key },
    )

  it('tells what its cloud has now', async () => {
    await bench.crawl(NORTH)
    const { api, service, granted, free } = some()
    const [ended = ''] = granted
    const [before, freeBefore] = [(await grantsOf(ended)) ?? 0, (await grantsOf(free)) ?? 0]
    bench.simulator.control.outside({ act: 'revoke', api, app: ended })
    bench.simulator.control.outside({ act: 'grant', api, app: free })
    bench.simulator.control.outside({ act: 'grant', api, app: granted[1] ?? '' })
    bench.simulator.control.outside({ act: 'service-status', service, status: 'upgrading' })
    bench.clock.tick()
    const row = await refresh(service)
    expect(row.service).toMatchObject({ cloudId: service, state: 'other', stateWord: 'upgrading' })
    expect(row.api).toMatchObject({ cloudId: api, grants: granted.length })
    expect(row.seenAt).toBe(bench.clock.now().toISOString())
    expect(row.allowed.switch).toBe(true)
    expect([await grantsOf(ended), await grantsOf(free)]).toEqual([before - 1, freeBefore + 1])
  })

  it('is for everybody, who may do no more than before', async () => {
    await bench.crawl(NORTH)
    expect((await refresh(some().service, null, bystander)).allowed.switch).toBe('not-reviewer')
  })

  it('tells that it has gone, with its API and all it granted', async () => {
    await bench.crawl(NORTH)
    const { service, granted } = some()
    const before = (await grantsOf(granted[0] ?? '')) ?? 0
    bench.simulator.control.outside({ act: 'delete-service', service })
    bench.clock.tick()
    const row = await refresh(service)
    expect(row.service.goneAt).toBe(bench.clock.now().toISOString())
    expect(row).toMatchObject({ api: null, allowed: { register: 'service-gone', switch: 'service-gone' } })
    expect(await grantsOf(granted[0] ?? '')).toBe(before - 1)
  })

  it('finds an API that was registered elsewhere, and misses one that was deleted', async () => {
    await bench.crawl(NORTH)
    const { service, api } = some()
    bench.simulator.control.outside({ act: 'delete-api', api })
    bench.clock.tick()
    expect(await refresh(service)).toMatchObject({ api: null, allowed: { register: true } })
    bench.simulator.control.plant({ apis: [{ id: 'new-api', service, authTypeShown: false }] })
    bench.clock.tick()
    expect((await refresh(service)).api).toMatchObject({
      cloudId: 'new-api',
      authType: 'unknown',
      grants: 0,
      goneAt: null,
    })
  })

  it('goes through another identity where one may not look any more', async () => {
    await bench.crawl(NORTH)
    const { service } = some()
    bench.simulator.control.provoke({
      kind: 'status',
      operation: 'ShowService',
      accessKey: keyOf(0),
      status: 403,
      times: null,
    })
    const row = await refresh(service)
    expect(row.service.goneAt).toBeNull()
    const seers = (await bench.reads.apis.sightings([row.service.id])).get(row.service.id)
    expect(seers).not.toContain(demoConnections[0]?.identities[0]?.label)
  })

  it('tells the fault of the cloud and changes nothing', async () => {
    await bench.crawl(NORTH)
    const { service } = some()
    const stored = async () => (await bench.database.query('select * from cloud_service order by id')).rows
    const before = await stored()
    const cases = [
      [
        { kind: 'status', status: 500, code: 'ModelArts.0010' },
        { kind: 'broken', code: 'ModelArts.0010' },
      ],
      [
        { kind: 'status', status: 403, code: 'ModelArts.0108' },
        { kind: 'forbidden', code: 'ModelArts.0108' },
      ],
      [
        { kind: 'status', status: 401, code: 'APIG.0301' },
        { kind: 'unauthenticated', code: 'APIG.0301' },
      ],
      [
        { kind: 'status', status: 429, code: 'APIG.0308' },
        { kind: 'throttled', code: 'APIG.0308' },
      ],
      [{ kind: 'rubbish', body: 'text' }, { kind: 'rubbish' }],
      [{ kind: 'reset' }, { kind: 'unreachable' }],
    ] as const
    for (const [fault, told] of cases) {
      bench.simulator.control.provoke({ ...fault, operation: 'ShowService', times: null })
      bench.clock.tick()
      await expect(refresh(service)).rejects.toMatchObject(told)
      bench.simulator.control.clearFaults()
    }
    expect(await stored()).toEqual(before)
  })

  it('does not know a service that was never seen', async () => {
    await expect(refresh('nothing')).rejects.toThrow('not-found')
  })

  it('answers the same under the same key', async () => {
    await bench.crawl(NORTH)
    const { service, api, free } = some()
    const key = { person: 'reviewer', operation: 'refreshService', key: 'k1', fingerprint: 'f' }
    const first = await refresh(service, key)
    bench.simulator.control.outside({ act: 'grant', api, app: free })
    bench.clock.tick()
    expect(await refresh(service, key)).toEqual(first)
    expect((await refresh(service)).api?.grants).toBe((first.api?.grants ?? 0) + 1)
  })
})

describe('refreshing a connection', () => {
  const refresh = (connection: string, key: Key | null = null) =>
    refreshConnection({ work: bench.work })(
      { params: { connection: connection as never }, query: undefined, body: undefined },
      { key },
    )

  it('begins one reading, however often it is asked for', async () => {
    const first = await refresh(NORTH)
    const second = await refresh(NORTH)
    expect(first.freshness.state).toBe('reading')
    expect(second.freshness.state).toBe('reading')
    expect(bench.queued).toEqual([{ job: 'inventory.read', data: { connection: NORTH, run: 1 } }])
  })

  it('does not know what is not configured', async () => {
    await expect(refresh('elsewhere')).rejects.toThrow('not-found')
    expect(bench.queued).toEqual([])
  })
})

describe('the house on its own', () => {
  it('reads every connection when it opens, by its jobs, and again when a person asks for it', async () => {
    const jobs = createJobs({ database: bench.database, log: silentLog })
    const work = createWork({
      database: bench.database,
      clock: bench.clock,
      bind: (unit) => ({ ...bench.storesOf(unit), queue: jobs.queue(unit) }),
    })
    const needs = { ...bench.needs, work, connections: bench.reads.known }
    await jobs.start([...inventoryJobs(needs), forgetKeys(bench)], TIMETABLE)
    const states = async () => Promise.all([NORTH, SOUTHEAST].map(async (id) => (await bench.freshness(id))?.state))
    await expect.poll(states, { timeout: 15_000, interval: 50 }).toEqual(['fresh', 'fresh'])

    bench.clock.tick()
    bench.simulator.control.outside({ act: 'delete-service', service: some().service })
    const known =
      (await bench.lists.apis.countByConnection()).find(({ connection }) => connection === NORTH)?.services ?? 0
    await refreshConnection({ work })(
      { params: { connection: NORTH as never }, query: undefined, body: undefined },
      { key: null },
    )
    await expect
      .poll(async () => (await bench.freshness(NORTH))?.readAt, { timeout: 15_000, interval: 50 })
      .toBe(bench.clock.now().toISOString())
    const counts = (await bench.lists.apis.countByConnection()).find(({ connection }) => connection === NORTH)
    expect(counts?.services).toBe(known - 1)
    await jobs.stop()
  })

  it('counts what it knows', async () => {
    const count = countInventory({ ...bench.lists.apis, ...bench.lists.apps, connections: bench.reads.known })
    expect(await count()).toEqual({ apis: 0, apps: 0 })
    await bench.crawl(NORTH)
    const { rows } = await bench.database.query('select count(*)::int as n from app')
    expect(await count()).toEqual({ apis: world().apis.length, apps: rows[0]?.['n'] })
  })
})
