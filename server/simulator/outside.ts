import { z } from 'zod'
import { actInStudio, STUDIO_ACTS, type StudioAct } from './dataarts/outside.ts'
import { newHex } from './ids.ts'
import { type Author, recordTransition } from './log.ts'
import type { World } from './world.ts'

/** What happens in the cloud without us: somebody in the console, another program, the cloud itself. */
export const OutsideAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('grant'), api: z.string(), app: z.string() }),
  z.strictObject({ act: z.literal('revoke'), api: z.string(), app: z.string() }),
  z.strictObject({ act: z.literal('delete-app'), app: z.string() }),
  z.strictObject({ act: z.literal('delete-api'), api: z.string() }),
  z.strictObject({ act: z.literal('delete-service'), service: z.string() }),
  z.strictObject({ act: z.literal('service-status'), service: z.string(), status: z.string() }),
  z.strictObject({ act: z.literal('rename-app'), app: z.string(), name: z.string() }),
  ...STUDIO_ACTS,
])
export type OutsideAct = z.input<typeof OutsideAct>

interface Relation {
  n: number
  auth_id: string
  api: string
  app: string
  service: string
  project: string
}

const RELATIONS = `SELECT auth.n, auth.auth_id, api.id AS api, app.id AS app, service.id AS service,
  service.project_id AS project FROM auth JOIN api ON api.n = auth.api JOIN app ON app.n = auth.app
  JOIN service ON service.id = api.service_id WHERE auth.died IS NULL`

/** Carries the act out at once, past every rule of the cloud. False: there was nothing to change. */
export function actOutside(world: World, draft: OutsideAct): boolean {
  const act = OutsideAct.parse(draft)
  const author: Author = { requestSeq: null, caller: 'outside', at: world.clock.now() }
  return world.unit(() => (isInStudio(act) ? actInStudio({ world, author }, act) : carryOut(world, author, act)))
}

type ReadyAct = z.output<typeof OutsideAct>

function isInStudio(act: ReadyAct): act is StudioAct {
  return STUDIO_ACTS.some(({ shape }) => shape.act.value === act.act)
}

function carryOut(world: World, author: Author, act: Exclude<ReadyAct, StudioAct>): boolean {
  switch (act.act) {
    case 'grant':
      return grant(world, author, act)
    case 'revoke':
      return end(world, author, world.all<Relation>(`${RELATIONS} AND api.id = $api AND app.id = $app`, act))
    case 'delete-app':
      end(world, author, world.all<Relation>(`${RELATIONS} AND app.id = $app`, act))
      return bury(world, author, { table: 'app', id: act.app })
    case 'delete-api':
      end(world, author, world.all<Relation>(`${RELATIONS} AND api.id = $api`, act))
      return bury(world, author, { table: 'api', id: act.api })
    case 'delete-service':
      return deleteService(world, author, act.service)
    case 'service-status':
      world.run('UPDATE service SET status = $status, transition_at = $at WHERE id = $service', {
        ...act,
        at: author.at,
      })
      return true
    case 'rename-app':
      world.run('UPDATE app SET name = $name, updated_at = $at WHERE id = $app', { ...act, at: author.at })
      return true
  }
}

function grant(world: World, author: Author, { api, app }: { api: string; app: string }): boolean {
  if (world.get(`${RELATIONS} AND api.id = $api AND app.id = $app`, { api, app })) return false
  const pair = world.get<{ api: number; app: number; service: string; project: string }>(
    `SELECT api.n AS api, app.n AS app, api.service_id AS service, app.project_id AS project FROM api, app
      WHERE api.id = $api AND app.id = $app AND api.died IS NULL AND app.died IS NULL`,
    { api, app },
  )
  if (!pair) return false
  const authId = newHex()
  const born = recordTransition(world, author, {
    kind: 'grant',
    projectId: pair.project,
    serviceId: pair.service,
    apiId: api,
    appId: app,
    before: { authed: false },
    after: { authed: true, authId },
  })
  world.run('INSERT INTO auth (api, app, auth_id, born) VALUES ($api, $app, $authId, $born)', {
    api: pair.api,
    app: pair.app,
    authId,
    born,
  })
  return true
}

function end(world: World, author: Author, relations: Relation[]): boolean {
  for (const { n, auth_id, api, app, service, project } of relations) {
    const died = recordTransition(world, author, {
      kind: 'revoke',
      projectId: project,
      serviceId: service,
      apiId: api,
      appId: app,
      before: { authed: true, authId: auth_id },
      after: { authed: false },
    })
    world.run('UPDATE auth SET died = $died WHERE n = $n', { died, n })
  }
  return relations.length > 0
}

function deleteService(world: World, author: Author, id: string): boolean {
  const apis = world.all<{ id: string }>('SELECT id FROM api WHERE service_id = $id AND died IS NULL', { id })
  for (const { id: api } of apis) carryOut(world, author, { act: 'delete-api', api })
  return bury(world, author, { table: 'service', id })
}

function bury(world: World, author: Author, { table, id }: { table: 'app' | 'api' | 'service'; id: string }): boolean {
  const project =
    table === 'api'
      ? 'SELECT s.project_id AS project FROM api a JOIN service s ON s.id = a.service_id WHERE a.id = $id AND a.died IS NULL'
      : `SELECT project_id AS project FROM ${table} WHERE id = $id AND died IS NULL`
  const found = world.get<{ project: string }>(project, { id })
  if (!found) return false
  const subject = { app: { appId: id }, api: { apiId: id }, service: { serviceId: id } }[table]
  const died = recordTransition(world, author, { kind: `delete-${table}`, projectId: found.project, ...subject })
  world.run(`UPDATE ${table} SET died = $died WHERE id = $id`, { died, id })
  return true
}
