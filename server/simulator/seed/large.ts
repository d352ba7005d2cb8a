import { demoUsers, NORTH } from '../demo-accounts.ts'
import { AUTH_INDEXES } from '../schema.ts'
import type { World } from '../world.ts'

export const LARGE = { services: 5_000, apps: 20_000, grants: 1_000_000 }

/** Every service is granted this many of the 20 000 apps. */
const GRANTS_PER_API = LARGE.grants / LARGE.services

const NUMBERS = 'WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < $count)'

/** 32 digits, of which the first 8 look random and the last carry the number. */
const hex = (salt: number) => `printf('%08x%08x%016x', (i * 2654435761 + ${salt}) & 4294967295, ${salt}, i)`
const secret = (salt: number) => `printf('ca9a12%02x%08x%016x', ${salt}, (i * 2246822519) & 4294967295, i)`

const SERVICES = `INSERT INTO service (n, id, project_id, workspace_id, name, description, owner, infer_type, status,
    model_id, model_name, tags, invocation_times, failed_times, is_shared, publish_at, transition_at, born)
  ${NUMBERS} SELECT i, printf('%08x-0000-4000-8000-%012x', (i * 2654435761) & 4294967295, i), $project, '0',
    printf('service-%05d', i), '', $owner, 'real-time',
    CASE WHEN i % 50 = 0 THEN 'stopped' WHEN i % 33 = 0 THEN 'concerning' ELSE 'running' END,
    ${hex(1)}, 'model', '', i * 7, i % 13, 0, $now - i * 60000, $now - i * 30000, 0 FROM number`

const APIS = `INSERT INTO api (n, id, service_id, name, method, remark, auth_type, auth_type_shown, predict_url,
    support_app_code, created_at, born)
  SELECT n, ${hex(2)}, id, 'infer_' || replace(id, '-', ''), 'ANY', '', 'APP', 1,
    'https://large.apig.cn-north-4.huaweicloudapis.com/v1/infers/' || id, 1, publish_at, 0
  FROM (SELECT n, n AS i, id, publish_at FROM service)`

const APPS = `INSERT INTO app (n, id, project_id, name, remark, type, owner, app_key, app_secret, app_codes, created_at,
    updated_at, born)
  ${NUMBERS} SELECT i, ${hex(3)}, $project, printf('app-%05d', i), '', 'APIG', $owner, ${secret(1)}, ${secret(2)},
    json_array(${secret(3)} || ${hex(4)}), $now - i * 90000, $now - i * 45000, 0 FROM number`

// Consecutive apps from a start that differs from API to API: no pair twice, and every app has its share.
const GRANTS = `INSERT INTO auth (api, app, auth_id, born)
  ${NUMBERS} SELECT api.n, (api.n * 37 + i * 83) % $apps + 1, printf('%016x%016x', api.n, i), 0 FROM api, number`

/** 5 000 services with one API each, 20 000 apps and 1 000 000 relations, made by SQL. */
export function plantLarge(world: World): void {
  const args = { project: NORTH, owner: demoUsers.claims.id, now: world.clock.now() }
  world.run(SERVICES, { ...args, count: LARGE.services })
  world.run(APIS)
  world.run(APPS, { ...args, count: LARGE.apps })
  // Building the indexes after the rows takes a third of the time.
  world.exec('DROP INDEX auth_by_api; DROP INDEX auth_by_app')
  world.run(GRANTS, { count: GRANTS_PER_API, apps: LARGE.apps })
  world.exec(AUTH_INDEXES)
  world.turn({ appQuota: LARGE.apps })
}
