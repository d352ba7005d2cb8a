import type { RelationRow } from '../dataarts/rows.ts'
import { live, type World } from '../world.ts'

/** A granted API at its own address, whichever service it belongs to. */
export interface Address {
  service: 'modelarts' | 'dataarts'
  /** The number of its row. */
  n: number
  authType: 'APP' | 'IAM' | 'NONE'
  method: string
  takesAppCode: boolean
  /** DataArts: the cluster that answers. */
  cluster: string
}

export interface Asked {
  host: string
  path: string
  /** The position in the log of transitions that the gateway knows. */
  seen: number
}

/** The API behind a host and a path; what is not published is not there. */
export function addressOf(world: World, asked: Asked): Address | undefined {
  return modelartsAddress(world, asked) ?? dataartsAddress(world, asked)
}

/** `predict_url` is the address up to the model's own paths (AuthTypeApiBasicInfo). */
function modelartsAddress(world: World, { host, path, seen }: Asked): Address | undefined {
  const [, version, infers, service] = path.split('/')
  const row = world.get<{ n: number; auth_type: Address['authType']; method: string; support_app_code: number }>(
    `SELECT api.n, api.auth_type, api.method, api.support_app_code FROM api JOIN service ON service.id = api.service_id
      WHERE api.predict_url = $url AND service.status IN ('running', 'concerning') AND ${live('api')}`,
    { url: `https://${host}/${version}/${infers}/${service}`, seen },
  )
  if (!row) return undefined
  const takesAppCode = row.support_app_code === 1
  return { service: 'modelarts', n: row.n, authType: row.auth_type, method: row.method, takesAppCode, cluster: '' }
}

function dataartsAddress(world: World, { host, path, seen }: Asked): Address | undefined {
  const row = world.get<{ n: number; auth_type: Address['authType']; method: string; cluster: string }>(
    `SELECT a.n, a.auth_type, a.method, c.id AS cluster FROM cluster c JOIN publication p ON p.cluster = c.id
      JOIN data_api a ON a.n = p.api WHERE c.host = $host AND a.path = $path AND p.status IN
      ('API_STATUS_PUBLISHED', 'API_STATUS_WAITING_STOP', 'API_STATUS_WAITING_OFFLINE') AND ${live('a')}`,
    { host: `https://${host}`, path, seen },
  )
  if (!row) return undefined
  const { n, auth_type, method, cluster } = row
  return { service: 'dataarts', n, authType: auth_type, method, takesAppCode: true, cluster }
}

/** An app by one of its credentials. */
export function appBy(
  world: World,
  { service }: Address,
  credential: { key: string } | { code: string },
): number | undefined {
  if (service === 'modelarts') {
    const [column, value] = 'key' in credential ? ['app_key = $value', credential.key] : [HAS_CODE, credential.code]
    return world.get<{ n: number }>(`SELECT n FROM app WHERE died IS NULL AND ${column}`, { value })?.n
  }
  // Apps of DataService have no codes.
  if (!('key' in credential)) return undefined
  return world.get<{ n: number }>('SELECT n FROM data_app WHERE died IS NULL AND app_key = $key', credential)?.n
}

const HAS_CODE = 'EXISTS (SELECT 1 FROM json_each(app.app_codes) WHERE json_each.value = $value)'

/** Whether the gateway lets the app through. */
export function isGranted(world: World, address: Address, { app, seen }: { app: number; seen: number }): boolean {
  const args = { api: address.n, app, cluster: address.cluster, seen }
  if (address.service === 'modelarts') {
    return world.get(`SELECT 1 FROM auth WHERE api = $api AND app = $app AND ${live('auth')}`, args) !== undefined
  }
  const relation = world.get<RelationRow>(
    `SELECT * FROM relation r WHERE r.api = $api AND r.app = $app AND r.cluster = $cluster AND ${live('r')}`,
    args,
  )
  // A notice and a renewal that wait leave the app where it is (relationship_type; inferred).
  return relation !== undefined && relation.state !== 'LINK_WAITING_CHECK' && relation.lapsed === 0
}

/** The IAM app of the project that an API with IAM authentication is granted to. */
export function iamAppOf(world: World, address: Address): number | undefined {
  return world.get<{ n: number }>(
    `SELECT p.n FROM data_app p JOIN studio_workspace w ON w.id = p.workspace_id
      JOIN studio_workspace v ON v.studio_id = w.studio_id JOIN data_api a ON a.workspace_id = v.id
      WHERE a.n = $api AND p.type = 'IAM' AND p.died IS NULL`,
    { api: address.n },
  )?.n
}
