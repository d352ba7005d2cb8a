import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoConnections } from '../../simulator/demo-accounts.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { readRealTarget } from './real.ts'

type Ran = { code: number; text: string }

/** Runs the command as a person does, with nothing else in the environment. */
function conformance(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((done) => {
    const file = join(import.meta.dirname, 'main.ts')
    execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), text: stdout + stderr })
    })
  })
}

const full = {
  GRANTDESK_REAL_AK: 'AK',
  GRANTDESK_REAL_SK: 'SK',
  GRANTDESK_REAL_PROJECT: 'p',
  GRANTDESK_REAL_REGION: 'cn-north-4',
}

test('names everything that is missing at once', () => {
  expect(readRealTarget({ GRANTDESK_REAL_AK: ' ' })).toEqual({
    missing: [
      'GRANTDESK_REAL_AK (access key)',
      'GRANTDESK_REAL_SK (secret key)',
      'GRANTDESK_REAL_PROJECT (project id)',
      'GRANTDESK_REAL_REGION (region) or GRANTDESK_REAL_ENDPOINT (https://host)',
    ],
  })
  const half = { ...full, GRANTDESK_REAL_ENDPOINT: 'http://far.example', GRANTDESK_REAL_WRITE_SERVICE: 's' }
  expect(readRealTarget(half)).toEqual({
    missing: ['GRANTDESK_REAL_ENDPOINT as https://host', 'GRANTDESK_REAL_WRITE_APP (an app that is not granted)'],
  })
})

test('reads a region as its endpoint, and only reads unless a service is named', () => {
  const endpoint = 'https://modelarts.cn-north-4.myhuaweicloud.com'
  expect(readRealTarget(full)).toMatchObject({ target: { connection: { endpoint, workspace: null } }, write: null })
})

test('prints how it is used', async () => {
  expect(await conformance([])).toMatchObject({ code: 0, text: expect.stringContaining('--shelf') })
  expect(await conformance(['--what'])).toMatchObject({ code: 2 })
  expect(await conformance(['--real'])).toMatchObject({ code: 2, text: expect.stringContaining('GRANTDESK_REAL_AK') })
  expect(await conformance(['--shelf', '/nowhere'])).toMatchObject({
    code: 2,
    text: 'There is no folder /nowhere/modelarts\n',
  })
})

/** The claims team of the demo, as an account in the environment. */
function claims(simulator: Simulator): { env: Record<string, string>; user: string } {
  const connection = demoConnections[0]
  const identity = connection?.identities[1]
  if (connection === undefined || identity === undefined) throw new Error('The demo has no claims team')
  const { accessKey, secretKey, cloudUser } = identity
  const env = {
    GRANTDESK_REAL_AK: accessKey,
    GRANTDESK_REAL_SK: secretKey,
    GRANTDESK_REAL_PROJECT: connection.project,
    GRANTDESK_REAL_ENDPOINT: simulator.url,
  }
  return { env, user: cloudUser.id }
}

/** An API of the user that is granted to some app, and an app of the user that it is not granted to. */
function writable(simulator: Simulator, user: string): Record<string, string> {
  const { services, apis, apps, grants } = simulator.control.state()
  const own = new Set(services.filter(({ owner }) => owner === user).map(({ id }) => id))
  const api = apis.find(({ id, service }) => own.has(service) && grants.some((grant) => grant.api === id))
  const granted = new Set(grants.filter((grant) => grant.api === api?.id).map((grant) => grant.app))
  const app = apps.find(({ id, owner }) => owner === user && !granted.has(id))
  return { GRANTDESK_REAL_WRITE_SERVICE: api?.service ?? '', GRANTDESK_REAL_WRITE_APP: app?.id ?? '' }
}

describe('an account in the environment, here the simulated one', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator({ seed: 'demo' })
  })
  afterAll(() => simulator.close())
  const changes = (): number => simulator.control.log().transitions.length

  test('is only read', async () => {
    const before = changes()
    const ran = await conformance(['--real'], claims(simulator).env)
    expect(ran).toEqual({ code: 0, text: '9 operations called, 0 differences, 0 disagreements\n' })
    expect(changes()).toBe(before)
  })

  test('is written to where a service and an app are named', async () => {
    const { env, user } = claims(simulator)
    const before = changes()
    const write = { ...writable(simulator, user), GRANTDESK_REAL_WRITE_REPLACE: 'on' }
    const ran = await conformance(['--real'], { ...env, ...write })
    expect(ran).toEqual({ code: 0, text: '12 operations called, 0 differences, 0 disagreements\n' })
    expect(changes()).toBe(before + 2)
  })
})
