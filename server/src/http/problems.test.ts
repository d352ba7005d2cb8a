import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/databases.ts'
import { silentLog } from '../kernel/log.ts'
import type { Database } from '../storage/database.ts'
import { problems } from './problems.ts'

let database: Database
const server = createServer()
beforeAll(async () => {
  database = await testDatabase()
  const app = express()
  // The database itself raises the fault, so that what is told stands on how its driver says it.
  app.get('/:state', async (req) => {
    await database.exec(`do $$ begin raise exception using errcode = '${req.params.state}'; end $$`)
  })
  app.use(problems(silentLog))
  server.on('request', app).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.close()
  await database.close()
})

test.each([
  ['a full disk', '53100', 503],
  ['a shutdown', '57P01', 503],
  ['a statement that took too long', '57014', 503],
  ['a broken rule of ours', '23514', 500],
])('%s is told as what it is, and kept by nobody', async (_, state, status) => {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${state}`)
  const problem = (await answer.json()) as Record<string, unknown>
  expect([answer.status, problem['code'], answer.headers.get('cache-control')]).toEqual([
    status,
    status === 503 ? 'unavailable' : 'internal',
    'no-store',
  ])
  expect(Object.keys(problem).toSorted()).toEqual(['code', 'instance', 'status', 'title', 'type'])
})
