import { originOf } from '../../src/upstream/attempt.ts'
import type { Target } from './suite.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A real account to run the suite against. */
export type RealTarget = {
  target: Target
  /** How many services are read in detail. */
  services: number
  write: { serviceId: string; appId: string; replace: boolean } | null
}

const said = (value: string | undefined): string | null =>
  value === undefined || value.trim() === '' ? null : value.trim()

/** `modelarts.{region}.myhuaweicloud.com` ("Endpoints"), unless another address is given. */
function endpointOf(env: Environment): string | null {
  const region = said(env['GRANTDESK_REAL_REGION'])
  const given = said(env['GRANTDESK_REAL_ENDPOINT'])
  return given ?? (region === null ? null : `https://modelarts.${region}.myhuaweicloud.com`)
}

function isOrigin(endpoint: string): boolean {
  try {
    return originOf(endpoint).origin !== ''
  } catch {
    return false
  }
}

function writeOf(env: Environment): { write: RealTarget['write']; missing: string[] } {
  const serviceId = said(env['GRANTDESK_REAL_WRITE_SERVICE'])
  const appId = said(env['GRANTDESK_REAL_WRITE_APP'])
  if (serviceId === null) return { write: null, missing: [] }
  if (appId === null) return { write: null, missing: ['GRANTDESK_REAL_WRITE_APP (an app that is not granted)'] }
  return { write: { serviceId, appId, replace: env['GRANTDESK_REAL_WRITE_REPLACE'] === 'on' }, missing: [] }
}

const NEEDED = {
  GRANTDESK_REAL_AK: 'access key',
  GRANTDESK_REAL_SK: 'secret key',
  GRANTDESK_REAL_PROJECT: 'project id',
}

function faultsOf(env: Environment, endpoint: string | null, services: number): string[] {
  const absent = Object.entries(NEEDED).filter(([name]) => said(env[name]) === null)
  const faults = absent.map(([name, what]) => `${name} (${what})`)
  if (endpoint === null) faults.push('GRANTDESK_REAL_REGION (region) or GRANTDESK_REAL_ENDPOINT (https://host)')
  else if (!isOrigin(endpoint)) faults.push('GRANTDESK_REAL_ENDPOINT as https://host')
  if (!Number.isInteger(services) || services < 1) faults.push('GRANTDESK_REAL_SERVICES as a whole number')
  return faults
}

/** Reads the account from an environment, or names all that is missing. */
export function readRealTarget(env: Environment): RealTarget | { missing: string[] } {
  const endpoint = endpointOf(env)
  const services = Number(said(env['GRANTDESK_REAL_SERVICES']) ?? 5)
  const { write, missing } = writeOf(env)
  const faults = [...faultsOf(env, endpoint, services), ...missing]
  if (faults.length > 0) return { missing: faults }

  const value = (name: keyof typeof NEEDED): string => said(env[name]) ?? ''
  const workspace = said(env['GRANTDESK_REAL_WORKSPACE'])
  const connection = { id: 'real', endpoint: endpoint ?? '', project: value('GRANTDESK_REAL_PROJECT'), workspace }
  const credential = { accessKey: value('GRANTDESK_REAL_AK'), secretKey: value('GRANTDESK_REAL_SK') }
  const clock = { now: () => new Date() }
  return { target: { clock, connection, identity: { label: 'real', credential }, pageSize: 100 }, services, write }
}
