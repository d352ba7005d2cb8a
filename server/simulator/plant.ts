import { canary } from './canary.ts'
import { plantDataArts } from './dataarts/plant.ts'
import { type ReadyWorld, WorldDraft } from './draft.ts'
import { hexOf, uuidOf } from './ids.ts'
import type { World } from './world.ts'

/** Puts a draft into the world without a transition: what was always there. Runs inside a unit of the caller. */
export function plant(world: World, draft: WorldDraft): void {
  const ready = WorldDraft.parse(draft)
  plantAccount(world, ready)
  for (const service of ready.services) plantService(world, service)
  for (const api of ready.apis) plantApi(world, api)
  for (const app of ready.apps) plantApp(world, app)
  for (const grant of ready.grants) plantGrant(world, grant)
  if (ready.dataarts) plantDataArts(world, ready.dataarts)
}

function plantAccount(world: World, { projects, workspaces, users }: ReadyWorld): void {
  for (const { id, region, name } of projects) {
    world.run('INSERT OR REPLACE INTO project VALUES ($id, $region, $name)', { id, region, name: name ?? region })
  }
  for (const { id, project, name } of workspaces) {
    world.run('INSERT OR REPLACE INTO workspace VALUES ($id, $project, $name)', { id, project, name })
  }
  for (const user of users) {
    const { id, name, accessKey, role } = user
    const secretKey = user.secretKey ?? canary(hexOf(`secret key of ${id}`, 40))
    world.run('INSERT OR REPLACE INTO cloud_user VALUES ($id, $name, $accessKey, $secretKey, $role)', {
      id,
      name,
      accessKey,
      secretKey,
      role,
    })
    for (const project of user.projects) {
      world.run('INSERT OR REPLACE INTO membership VALUES ($id, $project)', { id, project })
    }
  }
}

const INSERT_SERVICE = `INSERT INTO service (id, project_id, workspace_id, name, description, owner, infer_type, status,
  progress, error_msg, model_id, model_name, tags, invocation_times, failed_times, is_shared, due_time, publish_at,
  transition_at, born)
  VALUES ($id, $project, $workspace, $name, $description, $owner, $inferType, $status, $progress, $errorMsg, $modelId,
  $modelName, $tags, $invocations, $failures, $isShared, $dueTime, $publishedAt, $transitionAt, 0)`

function plantService(world: World, service: ReadyWorld['services'][number]): void {
  const { access, tags, progress, errorMsg, dueTime, ...rest } = service
  const publishedAt = service.publishedAt ?? world.clock.now()
  world.run(INSERT_SERVICE, {
    ...rest,
    progress: progress ?? null,
    errorMsg: errorMsg ?? null,
    dueTime: dueTime ?? null,
    modelId: uuidOf(`model ${service.modelName}`),
    tags: tags.join(','),
    isShared: service.isShared ? 1 : 0,
    publishedAt,
    transitionAt: service.transitionAt ?? publishedAt,
  })
  for (const { user, may } of access) {
    world.run('INSERT OR REPLACE INTO service_access VALUES ($service, $user, $may)', {
      service: service.id,
      user,
      may,
    })
  }
}

export interface NewApi {
  id: string
  service: string
  name?: string | undefined
  method: string
  remark: string
  authType: string
  authTypeShown: boolean
  supportAppCode: boolean
  createdAt?: number | undefined
}

/** Inserts an API; `born` is the transition that made it, or 0 for what was always there. */
export function plantApi(world: World, api: NewApi, born = 0): void {
  const region = world.get<{ region: string }>(
    'SELECT p.region FROM service s JOIN project p ON p.id = s.project_id WHERE s.id = $id',
    { id: api.service },
  )?.region
  world.run(
    `INSERT INTO api (id, service_id, name, method, remark, auth_type, auth_type_shown, predict_url, support_app_code,
      created_at, born) VALUES ($id, $service, $name, $method, $remark, $authType, $shown, $url, $codes, $at, $born)`,
    {
      id: api.id,
      service: api.service,
      // The vendor's examples name an API after its service (CreateAndAuthAppAuthApi, example answer).
      name: api.name ?? `infer_${api.service.replaceAll('-', '')}`,
      method: api.method,
      remark: api.remark,
      authType: api.authType,
      shown: api.authTypeShown ? 1 : 0,
      url: `https://${hexOf(`gateway ${api.id}`)}.apig.${region}.huaweicloudapis.com/v1/infers/${api.service}`,
      codes: api.supportAppCode ? 1 : 0,
      at: api.createdAt ?? world.clock.now(),
      born,
    },
  )
}

export interface NewApp {
  id: string
  project: string
  name: string
  remark: string
  type: string
  owner: string
  refusal?: string | undefined
  createdAt?: number | undefined
  updatedAt?: number | undefined
}

/** Inserts an app with its canary secrets. Apps of the ROMA Connect gateway have no app codes (ListApigApps, app_codes). */
export function plantApp(world: World, app: NewApp, born = 0): void {
  const createdAt = app.createdAt ?? world.clock.now()
  const codes = app.type === 'APIC' ? [] : [canary(hexOf(`code of ${app.id}`, 64))]
  world.run(
    `INSERT INTO app (id, project_id, name, remark, type, owner, app_key, app_secret, app_codes, refusal, created_at,
      updated_at, born) VALUES ($id, $project, $name, $remark, $type, $owner, $key, $secret, $codes, $refusal,
      $createdAt, $updatedAt, $born)`,
    {
      id: app.id,
      project: app.project,
      name: app.name,
      remark: app.remark,
      type: app.type,
      owner: app.owner,
      key: canary(hexOf(`key of ${app.id}`)),
      secret: canary(hexOf(`secret of ${app.id}`)),
      codes: JSON.stringify(codes),
      refusal: app.refusal ?? null,
      createdAt,
      updatedAt: app.updatedAt ?? createdAt,
      born,
    },
  )
}

function plantGrant(world: World, { api, app }: { api: string; app: string }): void {
  const planted = world.all(
    `INSERT INTO auth (api, app, auth_id, born)
      SELECT api.n, app.n, $authId, 0 FROM api, app WHERE api.id = $api AND app.id = $app RETURNING n`,
    { api, app, authId: hexOf(`grant of ${api} to ${app}`) },
  )
  if (planted.length !== 1) throw new Error(`the draft grants ${api} to ${app}, but one of them does not exist`)
}
