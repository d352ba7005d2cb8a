import { afterEach, expect, test } from 'vitest'
import { rawAnswer, type RawRequest, rawServer } from '../../test/conformance/raw-server.ts'
import type { Call } from './attempt.ts'
import { createHttp } from './http.ts'
import type { CloudFault } from './port.ts'

const callWith = (accessKey: string): Call => ({
  operation: 'ReadIt',
  method: 'GET',
  path: ['v1', 'p1'],
  key: { accessKey, secretKey: 'SK' },
})

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function cloud(answer: (request: RawRequest, nth: number) => void) {
  const server = await rawServer(answer)
  const clock = { now: () => new Date() }
  const keys = { refusals: 3, restMs: 300, proofMs: 200 }
  const http = createHttp({ endpoint: server.url, project: 'p1', clock, limits: { keys } })
  open.push(http, server)
  const ask = (accessKey: string) =>
    http.send(callWith(accessKey)).then(
      () => 'fine',
      (fault: CloudFault) => `${fault.kind} ${fault.status ?? '-'}`,
    )
  return { server, ask }
}

const refused = rawAnswer(401, '{"error_code":"APIG.0301","error_msg":"AK not exist"}')
const fine = rawAnswer(200, '{}')

test('many calls at once with a bad key show it to the cloud three times', async () => {
  const { server, ask } = await cloud(({ socket }) => setTimeout(() => socket.write(refused), 10))
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('BAD')))
  expect(answers.filter((answer) => answer === 'unauthenticated 401')).toHaveLength(3)
  expect(answers.filter((answer) => answer === 'unauthenticated -')).toHaveLength(17)
  expect(server.requests).toHaveLength(3)
})

test('a key that rested is tried again, and other keys are not held up', async () => {
  const { server, ask } = await cloud(({ head, socket }, nth) => {
    socket.write(head.includes('Access=BAD') && nth < 6 ? refused : fine)
  })
  for (let i = 0; i < 5; i += 1) await ask('BAD')
  expect(await ask('GOOD')).toBe('fine')
  expect(server.requests).toHaveLength(4)
  await new Promise((done) => setTimeout(done, 320))
  expect(await ask('BAD')).toBe('unauthenticated 401')
  expect(await ask('BAD')).toBe('unauthenticated -')
  await new Promise((done) => setTimeout(done, 320))
  expect(await Promise.all([ask('BAD'), ask('BAD'), ask('BAD')])).toEqual(['fine', 'fine', 'fine'])
})

test('an answer of any other kind speaks for the key', async () => {
  const { ask } = await cloud(({ socket }, nth) => {
    socket.write(nth % 3 === 0 ? rawAnswer(404, '') : refused)
  })
  const answers: string[] = []
  for (let i = 0; i < 9; i += 1) answers.push(await ask('AK'))
  expect(answers).toEqual(
    Array.from({ length: 3 }, () => ['unauthenticated 401', 'unauthenticated 401', 'missing 404']).flat(),
  )
})

test('a first call that hangs does not hold the others up for long', async () => {
  const { ask } = await cloud(({ socket }, nth) => {
    if (nth > 1) socket.write(fine)
  })
  const start = performance.now()
  const hanging = ask('AK')
  expect(await ask('AK')).toBe('fine')
  expect(performance.now() - start).toBeLessThan(1_000)
  await Promise.all(
    open
      .splice(0)
      .toReversed()
      .map((one) => one.close()),
  )
  expect(await hanging).toContain('unreachable')
})
