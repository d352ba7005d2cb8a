import { z } from 'zod'
import type { Author } from '../log.ts'
import { recordTransition } from '../log.ts'
import type { World } from '../world.ts'
import { unlink } from './link.ts'
import { relationOf, takeStep } from './step.ts'
import { pairOf } from './tickets.ts'

const pair = { api: z.string(), app: z.string(), cluster: z.string() }

/** What happens in DataArts Studio without us, past every rule. */
export const STUDIO_ACTS = [
  z.strictObject({ act: z.literal('link'), ...pair, expiresAt: z.int().nullable().default(null) }),
  z.strictObject({ act: z.literal('unlink'), ...pair }),
  z.strictObject({ act: z.literal('data-api-status'), api: z.string(), cluster: z.string(), status: z.string() }),
  z.strictObject({ act: z.literal('delete-data-api'), api: z.string() }),
  z.strictObject({ act: z.literal('delete-data-app'), app: z.string() }),
  z.strictObject({ act: z.literal('rename-data-app'), app: z.string(), name: z.string() }),
] as const
export type StudioAct = z.output<(typeof STUDIO_ACTS)[number]>

interface Deed {
  world: World
  author: Author
}

/** False: there was nothing to change. */
export function actInStudio(deed: Deed, act: StudioAct): boolean {
  switch (act.act) {
    case 'link':
      return link(deed, act)
    case 'unlink':
      return end(deed, 'a.id = $api AND p.id = $app AND r.cluster = $cluster', act)
    case 'data-api-status':
      return setStatus(deed, act)
    case 'delete-data-api':
      end(deed, 'a.id = $api', { api: act.api })
      return bury(deed, 'data_api', act.api)
    case 'delete-data-app':
      end(deed, 'p.id = $app', { app: act.app })
      return bury(deed, 'data_app', act.app)
    case 'rename-data-app':
      deed.world.run('UPDATE data_app SET name = $name, updated_at = $at WHERE id = $app', {
        ...act,
        at: deed.author.at,
      })
      return true
  }
}

function link(deed: Deed, { api, app, cluster, expiresAt }: Extract<StudioAct, { act: 'link' }>): boolean {
  const { world, author } = deed
  const found = world.get<{ api: number; app: number }>(
    `SELECT a.n AS api, p.n AS app FROM data_api a, data_app p
      WHERE a.id = $api AND p.id = $app AND a.died IS NULL AND p.died IS NULL`,
    { api, app },
  )
  if (!found) return false
  const here = pairOf(world, { ...found, cluster })
  const kind = relationOf(world, here) ? 'extend' : 'grant'
  takeStep(deed, { kind, pair: here, to: { state: 'LINKED', expires_at: expiresAt, approved_at: author.at } })
  return true
}

function end(deed: Deed, where: string, args: Record<string, string>): boolean {
  const relations = deed.world.all<{ api: number; app: number; cluster: string }>(
    `SELECT r.api, r.app, r.cluster FROM relation r JOIN data_api a ON a.n = r.api JOIN data_app p ON p.n = r.app
      WHERE r.died IS NULL AND ${where}`,
    args,
  )
  for (const relation of relations) unlink(deed, pairOf(deed.world, relation))
  return relations.length > 0
}

/** Taking an API off a cluster drops its authorizations there, stopping it keeps them (user manual, unpublishing). */
function setStatus(deed: Deed, act: Extract<StudioAct, { act: 'data-api-status' }>): boolean {
  const { api, cluster, status } = act
  if (status === 'API_STATUS_OFFLINE') end(deed, 'a.id = $api AND r.cluster = $cluster', { api, cluster })
  return (
    deed.world.all(
      `UPDATE publication SET status = $status WHERE cluster = $cluster
        AND api = (SELECT n FROM data_api WHERE id = $api) RETURNING api`,
      { api, cluster, status },
    ).length > 0
  )
}

function bury({ world, author }: Deed, table: 'data_api' | 'data_app', id: string): boolean {
  const found = world.get<{ project: string }>(
    `SELECT s.project_id AS project FROM ${table} x JOIN studio_workspace w ON w.id = x.workspace_id
      JOIN studio s ON s.id = w.studio_id WHERE x.id = $id AND x.died IS NULL`,
    { id },
  )
  if (!found) return false
  const subject = table === 'data_api' ? { apiId: id } : { appId: id }
  const kind = table === 'data_api' ? 'delete-api' : 'delete-app'
  const died = recordTransition(world, author, { kind, projectId: found.project, ...subject })
  world.run(`UPDATE ${table} SET died = $died WHERE id = $id`, { died, id })
  return true
}
