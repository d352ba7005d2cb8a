import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startStudio, StudioUser, HOUR, hours } from '../dataarts/testing.ts'
import type { Simulator } from '../index.ts'
import { AUTH_URL, naming, signedBy, small, startSmall, TestUser } from '../testing.ts'

let cloud: Simulator
afterEach(() => cloud.close())

/** Calls an API at its own address, as a gateway of the cloud would be called. */
function call(address: string, headers: Record<string, string> = {}, method = 'GET') {
  const { hostname, pathname } = new URL(address)
  return new Promise<{ status: number; code: unknown; message: unknown }>((resolve, reject) => {
    const sent = request(cloud.dataPlaneUrl + pathname, { method, headers: { ...headers, Host: hostname } }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (part: string) => (text += part))
      res.on('end', () => {
        const body = JSON.parse(text) as Record<string, unknown>
        resolve({ status: res.statusCode ?? 0, code: body['error_code'] ?? body['code'], message: body['error_msg'] })
      })
    })
    sent.on('error', reject).end()
  })
}

const signedWith = (key: string, header = 'Authorization') => ({
  [header]: `SDK-HMAC-SHA256 Access=${key}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
})

describe('an API of ModelArts', () => {
  let owner: TestUser
  let address: string
  beforeEach(async () => {
    cloud = await startSmall()
    owner = new TestUser(cloud, small.keys.owner)
    const { body } = await owner.get<{ apis: { predict_url: string }[] }>(
      `/v1/p1/services/${small.service}/app-auth-apis`,
    )
    address = body.apis[0]?.predict_url ?? ''
  })

  const credentials = async (app: string) => {
    const { body } = await owner.get<{ app: { app_key: string; app_codes: string[] } }>(`/v1/p1/app-auth/apps/${app}`)
    return { key: body.app.app_key, code: body.app.app_codes[0] ?? '' }
  }

  test('lets a granted app through, by its signature or its code', async () => {
    const { key, code } = await credentials('app-a')
    expect(await call(address, signedWith(key))).toMatchObject({ status: 200 })
    expect(await call(`${address}/predict`, { 'X-Apig-AppCode': code }, 'POST')).toMatchObject({ status: 200 })
  })

  test('refuses an app until it is granted, and after it is revoked', async () => {
    const { key } = await credentials('app-b')
    expect(await call(address, signedWith(key))).toMatchObject({ status: 403, code: 'APIG.0304' })
    await owner.post(AUTH_URL, naming('app-b'))
    expect(await call(address, signedWith(key))).toMatchObject({ status: 200 })
    await owner.send('DELETE', AUTH_URL, naming('app-b'))
    expect(await call(address, signedWith(key))).toMatchObject({ status: 403, code: 'APIG.0304' })
  })

  test('knows of a change later by the switch', async () => {
    const { key } = await credentials('app-b')
    cloud.control.turn({ gatewayLagMs: 60_000 })
    await owner.post(AUTH_URL, naming('app-b'))
    expect((await call(address, signedWith(key))).status).toBe(403)
    cloud.control.setClock({ shiftMs: 60_000 })
    expect((await call(address, signedWith(key))).status).toBe(200)
  })

  test('refuses strangers, nobody, and what is not deployed', async () => {
    expect(await call(address, signedWith('nobody'))).toMatchObject({ status: 401, code: 'APIG.0303' })
    expect(await call(address)).toMatchObject({ status: 401, code: 'APIG.0303' })
    expect(await call('https://elsewhere.example/v1/infers/x')).toMatchObject({ status: 404, code: 'APIG.0101' })
    cloud.control.outside({ act: 'service-status', service: small.service, status: 'stopped' })
    expect(await call(address, signedWith((await credentials('app-a')).key))).toMatchObject({ status: 404 })
  })

  test('leaves no credential in the log', async () => {
    const { key, code } = await credentials('app-a')
    await call(address, { ...signedWith(key), 'X-Apig-AppCode': code })
    const last = cloud.control.log().requests.at(-1)
    expect(last).toMatchObject({ operation: 'CallApi', status: 200 })
    expect(JSON.stringify(last)).not.toContain('ca9a12')
  })
})

describe('an API of DataArts', () => {
  let owner: StudioUser
  let address: string
  beforeEach(async () => {
    cloud = await startStudio()
    owner = new StudioUser(cloud, 'otto')
    address = await addressOf('api-two', 'c1')
  })

  async function addressOf(api: string, cluster: string) {
    const { body } = await owner.get<{ path: string; hosts: { instance_id: string; external_host: string }[] }>(
      `/apis/${api}`,
    )
    return `${body.hosts.find((host) => host.instance_id === cluster)?.external_host}${body.path}`
  }
  const keyOf = async (app: string) => (await owner.get<{ app_key: string }>(`/apps/${app}`)).body.app_key

  test('lets a granted app through until its time is over, cluster by cluster', async () => {
    const signed = signedWith(await keyOf('app-a'), 'x-Authorization')
    expect(await call(address, signed)).toMatchObject({ status: 200, code: 'DLM.0' })
    expect(await call(await addressOf('api-two', 'c2'), signed)).toMatchObject({ status: 403, code: 'APIG.0304' })
    cloud.control.setClock({ shiftMs: 101 * HOUR })
    expect(await call(address, signed)).toMatchObject({ status: 403, code: 'APIG.0304' })
  })

  test('lets it through under a notice and a renewal, and not while it applies', async () => {
    const reviewer = new StudioUser(cloud, 'rita')
    const signed = signedWith(await keyOf('app-a'))
    await owner.act('RENEW', { api: 'api-two', app: 'app-a', time: hours(500) })
    expect((await call(address, signed)).status).toBe(200)
    await reviewer.act('API_CANCEL_AUTHORIZE', { api: 'api-two', app: 'app-a', time: hours(60) })
    expect((await call(address, signed)).status).toBe(200)
    await owner.act('APPLY', { api: 'api-two', app: 'app-b', time: hours(500) })
    expect((await call(address, signedWith(await keyOf('app-b')))).status).toBe(403)
    cloud.control.setClock({ shiftMs: 60 * HOUR })
    expect((await call(address, signed)).status).toBe(403)
  })

  test('answers as an exclusive cluster by the switch', async () => {
    cloud.control.turn({ dataarts: { ungranted: 'exclusive' } })
    expect(await call(address, signedWith(await keyOf('app-b')))).toEqual({
      status: 400,
      code: undefined,
      message: 'App does not have permission to access API',
    })
  })

  test('with IAM authentication asks for a user and the grant of the IAM app', async () => {
    const iam = await addressOf('api-iam', 'c1')
    const user = signedBy('AKRITA', new Date(cloud.control.clock().now))
    expect(await call(iam)).toMatchObject({ status: 401, code: 'APIG.0301' })
    expect(await call(iam, user)).toMatchObject({ status: 403, code: 'APIG.0304' })
    await new StudioUser(cloud, 'rita').act('AUTHORIZE', { api: 'api-iam', app: 'app-iam', time: hours(72) })
    expect(await call(iam, user)).toMatchObject({ status: 200 })
  })

  test('is open without authentication, and is not there where it is not published', async () => {
    expect((await call(await addressOf('api-open', 'c1'))).status).toBe(200)
    expect((await call(await addressOf('api-open', 'c1'), {}, 'POST')).status).toBe(404)
    expect(await call(await addressOf('api-a', 'c2'), signedWith(await keyOf('app-a')))).toMatchObject({
      status: 404,
      code: 'APIG.0101',
    })
  })
})
