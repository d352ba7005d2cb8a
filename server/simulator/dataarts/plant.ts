import { canary } from '../canary.ts'
import { hexOf } from '../ids.ts'
import type { World } from '../world.ts'
import type { ReadyDataArts } from './draft.ts'
import { type Edition, SHARED_GATEWAY } from './rows.ts'

/** Puts a draft into DataArts Studio without a transition: what was always there. */
export function plantDataArts(world: World, draft: ReadyDataArts): void {
  for (const studio of draft.studios) {
    world.run('INSERT OR REPLACE INTO studio VALUES ($id, $project, $name)', { ...studio })
  }
  for (const workspace of draft.workspaces) plantWorkspace(world, workspace)
  for (const cluster of draft.clusters) plantCluster(world, cluster)
  for (const api of draft.apis) plantDataApi(world, api)
  for (const app of draft.apps) plantDataApp(world, app)
  for (const relation of draft.relations) plantRelation(world, relation)
  for (const ticket of draft.tickets) plantTicket(world, ticket)
}

function plantWorkspace(world: World, workspace: ReadyDataArts['workspaces'][number]): void {
  const { id, studio, name, owner, isDefault, members, approvers } = workspace
  const at = workspace.createdAt ?? world.clock.now()
  world.run('INSERT OR REPLACE INTO studio_workspace VALUES ($id, $studio, $name, $isDefault, $owner, $at)', {
    id,
    studio,
    name,
    owner,
    isDefault: isDefault ? 1 : 0,
    at,
  })
  for (const { user, role } of members) {
    world.run('INSERT OR REPLACE INTO studio_member VALUES ($id, $user, $role)', { id, user, role })
  }
  for (const user of approvers) {
    world.run('INSERT OR REPLACE INTO approver VALUES ($approver, $id, $user, $email, $phone, $department, $at)', {
      approver: hexOf(`approver ${user} of ${id}`),
      id,
      user,
      email: `${hexOf(`mail of ${user}`, 8)}@example.com`,
      phone: `+86139${Number.parseInt(hexOf(`phone of ${user}`, 7), 16) % 100_000_000}`,
      department: name,
      at,
    })
  }
}

function plantCluster(world: World, cluster: ReadyDataArts['clusters'][number]): void {
  const region = world.get<{ region: string }>(
    'SELECT p.region FROM studio s JOIN project p ON p.id = s.project_id WHERE s.id = $studio',
    { studio: cluster.studio },
  )?.region
  world.run('INSERT OR REPLACE INTO cluster VALUES ($id, $studio, $name, $type, $host, $status, $at)', {
    id: cluster.id,
    studio: cluster.studio,
    name: cluster.name,
    type: cluster.type,
    status: cluster.status,
    host: `https://${hexOf(`gateway ${cluster.id}`)}.apic.${region}.huaweicloudapis.com`,
    at: cluster.createdAt ?? world.clock.now(),
  })
}

const INSERT_API = `INSERT INTO data_api (id, workspace_id, edition, name, description, kind, auth_type, visibility,
  retention_hours, method, path, manager, creator, tags, source_table, calls, created_at, updated_at, published_at, born)
  VALUES ($id, $workspace, $edition, $name, $description, $kind, $authType, $visibility, $retentionHours, $method, $path,
  $manager, $creator, $tags, $table, $calls, $createdAt, $updatedAt, $publishedAt, 0)`

function plantDataApi(world: World, { on, tags, ...api }: ReadyDataArts['apis'][number]): void {
  const createdAt = api.createdAt ?? world.clock.now()
  const n = world.run(INSERT_API, {
    ...api,
    path: api.path ?? `/${api.id}`,
    tags: tags.join(','),
    createdAt,
    updatedAt: api.updatedAt ?? createdAt,
    publishedAt: api.publishedAt ?? createdAt,
  })
  for (const { cluster, status, debug } of on) {
    world.run('INSERT INTO publication VALUES ($n, $cluster, $id, $status, $debug)', {
      n,
      cluster: api.edition === 'SHARED' ? SHARED_GATEWAY : cluster,
      id: hexOf(`publication of ${api.id} on ${cluster}`),
      status,
      debug,
    })
  }
}

export interface NewDataApp {
  id: string
  workspace: string
  edition: Edition
  name: string
  description: string
  type: string
  creator: string
  updater?: string | undefined
  createdAt?: number | undefined
  updatedAt?: number | undefined
}

/** Inserts an app with its canary secrets. The IAM app has none (CreateApp of the Terraform provider: NO DATA). */
export function plantDataApp(world: World, app: NewDataApp, born = 0): void {
  const createdAt = app.createdAt ?? world.clock.now()
  const secret = (what: string) => (app.type === 'IAM' ? 'NO DATA' : canary(hexOf(`${what} of data app ${app.id}`)))
  world.run(
    `INSERT INTO data_app (id, workspace_id, edition, name, description, type, app_key, app_secret, creator, updater,
      created_at, updated_at, born) VALUES ($id, $workspace, $edition, $name, $description, $type, $key, $secret,
      $creator, $updater, $createdAt, $updatedAt, $born)`,
    {
      ...app,
      key: secret('key'),
      secret: secret('secret'),
      updater: app.updater ?? app.creator,
      createdAt,
      updatedAt: app.updatedAt ?? createdAt,
      born,
    },
  )
}

/** Rows are found by the ids of their API and app; a draft that names a stranger is a mistake. */
function numberOf(world: World, table: 'data_api' | 'data_app', id: string): number {
  const found = world.get<{ n: number }>(`SELECT n FROM ${table} WHERE id = $id`, { id })
  if (!found) throw new Error(`the draft names ${id}, which is not in ${table}`)
  return found.n
}

function plantRelation(world: World, relation: ReadyDataArts['relations'][number]): void {
  const { api, app, cluster, state, expiresAt, approvedAt, staticParams } = relation
  const isOver = state !== 'LINK_WAITING_CHECK' && expiresAt !== null && expiresAt <= world.clock.now()
  world.run(
    `INSERT INTO relation (api, app, cluster, state, expires_at, approved_at, lapsed, static_params, born)
      VALUES ($api, $app, $cluster, $state, $expiresAt, $approvedAt, $lapsed, $params, 0)`,
    {
      api: numberOf(world, 'data_api', api),
      app: numberOf(world, 'data_app', app),
      cluster,
      state,
      expiresAt,
      approvedAt,
      lapsed: isOver ? 1 : 0,
      params: JSON.stringify(staticParams),
    },
  )
}

function plantTicket(world: World, ticket: ReadyDataArts['tickets'][number]): void {
  world.run(
    `INSERT INTO ticket (id, kind, type, status, api, app, cluster, applicant, approver, note, using_time, applied_at,
      decided_at, run_at, born) VALUES ($id, $kind, $type, $status, $api, $app, $cluster, $applicant, $approver, $note,
      $usingTime, $appliedAt, $decidedAt, $runAt, 0)`,
    {
      ...ticket,
      api: numberOf(world, 'data_api', ticket.api),
      app: ticket.app === null ? null : numberOf(world, 'data_app', ticket.app),
    },
  )
}
