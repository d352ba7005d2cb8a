import { connect } from 'node:net'
import { OPERATIONS } from '@grantdesk/shared/operations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '@grantdesk/shared/kernel/problem'
import { startHouse, type TestHouse } from '../house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startHouse({ unread: true, signInsPerMinute: 5 })
})
afterAll(() => house.close())

/** Sends these very bytes, and hears the one answer. */
async function bytes(text: string): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  const heard = await new Promise<string>((resolve, reject) => {
    const socket = connect(house.port, '127.0.0.1', () => socket.write(text))
    let all = ''
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (part) => {
      all += part.toString('latin1')
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(all))
  })
  const [head = '', ...rest] = heard.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const answer = { status: Number(first.split(' ')[1]), headers, text: rest.join('\r\n\r\n') }
  house.watch.answer(text.slice(0, 60), answer)
  return answer
}

const HOST = 'Host: grantdesk.test\r\nConnection: close\r\n'

describe('what is no request', () => {
  test.each([
    ['noise', 'hello\r\n\r\n', 400],
    ['a header without a name', `GET / HTTP/1.1\r\n${HOST}: x\r\n\r\n`, 400],
    ['two lengths', `POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
    [
      'a length and chunks',
      `POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['headers without an end', `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`, 413],
    ['no name of the house', 'GET /api/v1/session HTTP/1.1\r\nConnection: close\r\n\r\n', 403],
    ['two names of the house', `GET /api/v1/session HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`, 403],
    ['an address of another house', `GET http://evil.example/api/v1/health HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['a whole URL', `GET http://grantdesk.test/api/v1/health HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['a fragment', `GET /api/v1/health#top HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['turned slashes', `GET /api\\v1\\health#top HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['a broken escape', `GET /api/v1/apis/%zz HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['a NUL in the address', `GET /api/v1/apis/a%00b HTTP/1.1\r\n${HOST}\r\n`, 401],
  ])('as %s is refused like everything else', async (_, text, status) => {
    const answer = await bytes(text)
    expect([answer.status, (JSON.parse(answer.text) as Problem).status]).toEqual([status, status])
  })

  test('an expectation that nobody keeps does not matter', async () => {
    const { status } = await bytes(`GET /api/v1/health HTTP/1.1\r\n${HOST}Expect: wonders\r\n\r\n`)
    expect(status).toBe(200)
  })
})

test('the description of the whole contract is there for everybody', async () => {
  const { json, headers } = await house.visitor().raw('GET', '/api/openapi.json')
  const { openapi, paths } = json as { openapi: string; paths: Record<string, Record<string, { operationId: string }>> }
  expect([openapi, headers['cache-control']]).toEqual(['3.1.0', 'no-store'])
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
  expect(ids.toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted())
})

const GUESS = JSON.stringify({ email: 'li-wei@demo.example', password: 'guessed' })

test('guessing a password is slowed down', async () => {
  const guess = () =>
    house.visitor().raw('POST', '/api/v1/session', {
      headers: { 'x-grantdesk': '1', 'content-type': 'application/json' },
      body: GUESS,
    })
  const statuses: number[] = []
  for (let n = 0; n < 6; n++) statuses.push((await guess()).status)
  expect(statuses).toContain(401)
  expect(statuses.at(-1)).toBe(429)
  const slowed = await guess()
  expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0)
  expect((slowed.json as Problem).code).toBe('too-many')
})

test.each(['http://grantdesk.test/api/v1/session', '/api/v1/session#x', '/api/v1/session?x=1', '/api/v1\\session#'])(
  'the address %s is no way around that',
  async (address) => {
    const head = `POST ${address} HTTP/1.1\r\n${HOST}X-Grantdesk: 1\r\nContent-Type: application/json\r\n`
    const statuses: number[] = []
    for (let n = 0; n < 7; n++) {
      statuses.push((await bytes(`${head}Content-Length: ${GUESS.length}\r\n\r\n${GUESS}`)).status)
    }
    expect(statuses).not.toContain(401)
    expect([400, 429]).toContain(statuses.at(-1))
  },
)
