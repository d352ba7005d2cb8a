import type { IncomingHttpHeaders } from 'node:http'
import { gatewayRefusal } from '../cloud-error.ts'
import { refusal } from '../modelarts/errors.ts'
import type { World } from '../world.ts'

export type Role = 'member' | 'reader' | 'administrator'

/** The cloud user behind a request. */
export interface Caller {
  id: string
  name: string
  role: Role
}

const SIGNED =
  /^SDK-HMAC-SHA256 Access=([A-Za-z0-9]+), ?SignedHeaders=([a-z0-9-]+(?:;[a-z0-9-]+)*), ?Signature=([0-9a-f]{64})$/
const SDK_DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

/** The gateway tolerates this much between X-Sdk-Date and its own clock (App authentication FAQ). */
const TOLERANCE_MS = 15 * 60_000

/** Finds the caller by its access key. The signature must be well formed and fresh; it is not recomputed. */
export function callerOf(world: World, headers: IncomingHttpHeaders): Caller {
  const accessKey = accessKeyOf(headers)
  checkDate(headers['x-sdk-date'], world.clock.now())
  const caller = world.get<Caller>('SELECT id, name, role FROM cloud_user WHERE access_key = $accessKey', { accessKey })
  if (!caller) throw gatewayRefusal.unauthenticated('AK not exist')
  return caller
}

/** The project of the URL, and the one that the X-Project-Id header names. */
export interface ProjectClaim {
  project: string
  named: string | string[] | undefined
}

/** A user sees nothing of a project that is not its own. */
export function checkProject(world: World, caller: Caller, { named, project }: ProjectClaim): void {
  const member = world.get('SELECT 1 FROM membership WHERE user_id = $user AND project_id = $project', {
    user: caller.id,
    project,
  })
  if (!member || (named !== undefined && named !== project)) throw refusal.project()
}

function accessKeyOf(headers: IncomingHttpHeaders): string {
  if (headers.authorization === undefined) {
    throw gatewayRefusal.unauthenticated(
      headers['x-auth-token'] ? 'Get secretKey failed, token not found' : 'token not found',
    )
  }
  const match = SIGNED.exec(headers.authorization)
  if (!match) throw gatewayRefusal.unauthenticated('verify aksk signature fail, the Authorization header is malformed')
  const signed = match[2]?.split(';') ?? []
  if (!signed.includes('x-sdk-date'))
    throw gatewayRefusal.unauthenticated('verify aksk signature fail, x-sdk-date is not signed')
  const missing = signed.find((name) => headers[name] === undefined)
  if (missing)
    throw gatewayRefusal.unauthenticated(`verify aksk signature fail, the signed header ${missing} is absent`)
  return match[1] ?? ''
}

function checkDate(header: string | string[] | undefined, now: number): void {
  const parts = typeof header === 'string' ? SDK_DATE.exec(header) : null
  if (!parts) throw gatewayRefusal.unauthenticated('verify aksk signature fail, X-Sdk-Date is absent or malformed')
  const [, year, month, day, hour, minute, second] = parts
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (!(Math.abs(at - now) <= TOLERANCE_MS))
    throw gatewayRefusal.unauthenticated('verify aksk signature fail, signature expired')
}
