import type {
  AccessQuery,
  ApiAddress,
  Cloud,
  CloudPage,
  Door,
  Reading,
  SeenAccess,
  SeenApi,
  SeenService,
} from '../port.ts'
import { ask, type Gate, inWorkspace, rubbish } from './calls.ts'
import { listed, pagesOf } from './lists.ts'
import { accessOf, apiOf, appOf, serviceOf } from './mapping.ts'
import { readAll, readPage, type Source } from './pages.ts'
import { WireAccesses, WireApis, WireApps, WireService, WireServiceAccess, WireServices } from './wire.ts'

type Reads = Pick<Cloud, 'services' | 'service' | 'apisOf' | 'authorizedOf' | 'apps' | 'accessPage' | 'access'>

type Memory = Source<unknown>['memory']

/** At which door, and until when. */
type Asker = { gate: Gate; door: Door; signal: AbortSignal | undefined }

const SHOW = {
  all: {},
  authorized: { show_only: 'AUTH' },
  unauthorized: { show_only: 'UNAUTH' },
} as const

const SORT = { name: 'app_name', created: 'created_at', updated: 'updated_at' } as const

/** Services of every kind. Oldest first here and below: what is created while pages are read then comes after them. */
const servicesSource = (asker: Asker, memory: Memory) =>
  pagesOf(
    {
      ...asker,
      operation: 'ListServices',
      path: ['services'],
      query: { sort_by: 'publish_at', order: 'asc' },
      limit: asker.gate.pageSize,
      schema: WireServices,
      rowsOf: (answer) => answer.services,
      map: serviceOf,
    },
    { memory, keyOf: (service) => service.serviceId },
  )

const appsSource = (asker: Asker, memory: Memory) =>
  pagesOf(
    {
      ...asker,
      operation: 'ListApigApps',
      path: ['app-auth', 'apps'],
      query: { sort_by: 'created_at', order: 'asc' },
      limit: asker.gate.pageSize,
      schema: WireApps,
      rowsOf: (answer) => answer.apps,
      map: appOf,
    },
    { memory, keyOf: (app) => app.appId },
  )

/** Batch and edge services have no app authentication; a service that is silent about its kind may have. */
async function services(asker: Asker, memory: Memory): Promise<Reading<SeenService>> {
  const { rows, complete } = await readAll(servicesSource(asker, memory))
  return { rows: rows.filter(({ inferType }) => inferType === null || inferType === 'real-time'), complete }
}

type AccessAsk = Asker & { api: ApiAddress; query: Omit<AccessQuery, 'page'>; memory: Memory }

function accessSource({ api, query, memory, ...asker }: AccessAsk): Source<SeenAccess> {
  const { show, name = '', sort, order, limit } = query
  const byName = name === '' ? {} : { app_name: name }
  return pagesOf(
    {
      ...asker,
      operation: 'ShowApiAuthInfos',
      path: ['services', api.serviceId, 'app-auth-apis', api.apiId, 'api-auths'],
      query: { sort_by: SORT[sort], order, ...SHOW[show], ...byName },
      limit,
      schema: WireAccesses,
      rowsOf: (answer) => answer.auths,
      map: accessOf,
    },
    { memory, keyOf: (access) => access.app.appId, doubtTotal: show !== 'all' || name !== '' },
  )
}

/** A row of the other kind shows that the cloud did not keep the filter. */
const fits = (show: AccessQuery['show'], { authorized }: SeenAccess): boolean =>
  show === 'all' || authorized === (show === 'authorized')

async function access(asked: Omit<AccessAsk, 'query'>, show: AccessQuery['show']): Promise<Reading<SeenAccess>> {
  const query = { show, sort: 'created', order: 'asc', limit: asked.gate.pageSize } as const
  const reading = await readAll(accessSource({ ...asked, query }))
  const rows = reading.rows.filter((row) => fits(show, row))
  if (show === 'all' || (reading.complete && rows.length === reading.rows.length)) return reading

  // The total may count what the filter leaves out; the list of all apps has no such doubt, and says it of each app.
  const all = await access(asked, 'all')
  return { rows: all.rows.filter((row) => fits(show, row)), complete: all.complete }
}

async function accessPage(asked: AccessAsk, page: number): Promise<CloudPage<SeenAccess>> {
  const { limit, show } = asked.query
  const read = await readPage(accessSource(asked), page)
  const size = read.rows.length
  // A short page is the last one, which tells the total even where the cloud counts what it does not list.
  const isLast = size < limit && (size > 0 || page === 0)
  const total = isLast ? page * limit + size : read.total
  const more = !isLast && (total === null ? size === limit : (page + 1) * limit < total)
  return { rows: read.rows.filter((row) => row !== null).filter((row) => fits(show, row)), total, more }
}

async function service({ gate, door, signal }: Asker, serviceId: string) {
  const path = ['services', serviceId]
  const asked = { operation: 'ShowService', method: 'GET', path, query: inWorkspace(gate), signal } as const
  return serviceOf((await ask({ gate, door, schema: WireService }, asked)).value)
}

async function apisOf({ gate, door, signal }: Asker, serviceId: string): Promise<SeenApi[]> {
  const path = ['services', serviceId, 'app-auth-apis']
  const asked = { operation: 'GetAppAuthApisInfo', method: 'GET', path, query: inWorkspace(gate), signal } as const
  const told = await ask({ gate, door, schema: WireApis }, asked)
  const all = listed(told.value.apis, told.value)
  const rows = (all ?? []).filter((row) => row !== null)
  // The operation has no pages, so an answer that counts more than can be read of it has lost something.
  const counted = Math.max(all?.length ?? 1, told.value.count ?? 0, told.value.total_count ?? 0)
  if (rows.length < counted) throw rubbish(asked, 'not all APIs of the service', told)
  return rows.map((row) => apiOf(row, serviceId))
}

async function authorizedOf(asker: Asker, serviceId: string, memory: Memory): ReturnType<Cloud['authorizedOf']> {
  const { gate, door, signal } = asker
  const path = ['services', serviceId, 'api-auths']
  const query = inWorkspace(gate)
  const asked = { operation: 'GetServiceAppAuthApiAuthInfo', method: 'GET', path, query, signal } as const
  const told = await ask({ gate, door, schema: WireServiceAccess }, asked)
  const { enable_app_auth: enabled, app_auth_api: api } = told.value
  if (api?.api_id === undefined) {
    if (enabled === true) throw rubbish(asked, 'app authentication without an API', told)
    return null
  }
  const { api_id: apiId, authed_apps: listedApps } = api
  const apps = (listedApps ?? []).filter((app) => app !== null)
  const isWhole = listedApps === null || (listedApps !== undefined && apps.length === listedApps.length)
  if (isWhole && new Set(apps.map((app) => app.app_id)).size === apps.length) return { apiId, apps: apps.map(appOf) }

  // The answer has no count and is not whole: the list of the API has one.
  const reading = await access({ ...asker, memory, api: { serviceId, apiId } }, 'authorized')
  if (!reading.complete) throw rubbish(asked, 'no whole list of authorized apps', told)
  return { apiId, apps: reading.rows.map(({ app }) => app) }
}

/** All that is read of ModelArts. What is learned of a list's offset is kept for each list operation. */
export function readsOf(gate: Gate): Reads {
  const serviceMemory: Memory = { meaning: null }
  const apps: Memory = { meaning: null }
  const accesses: Memory = { meaning: null }
  return {
    services: (door, signal) => services({ gate, door, signal }, serviceMemory),
    service: (door, serviceId, signal) => service({ gate, door, signal }, serviceId),
    apisOf: (door, serviceId, signal) => apisOf({ gate, door, signal }, serviceId),
    authorizedOf: (door, serviceId, signal) => authorizedOf({ gate, door, signal }, serviceId, accesses),
    apps: (door, signal) => readAll(appsSource({ gate, door, signal }, apps)),
    // oxlint-disable-next-line max-params -- the port's own signature
    accessPage: (door, api, { page, ...query }, signal) =>
      accessPage({ gate, door, api, query, signal, memory: accesses }, page),
    // oxlint-disable-next-line max-params -- the port's own signature
    access: (door, api, show, signal) => access({ gate, door, api, signal, memory: accesses }, show),
  }
}
