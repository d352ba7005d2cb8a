import { z } from 'zod'
import { DATAARTS_DEFAULTS, DataArtsSwitches } from './dataarts/switches.ts'

/**
 * How the simulated cloud takes those sides that the vendor's pages leave open, and how fast it is. The defaults are
 * the likelier readings; docs/simulator.md gives the reason for each.
 */
export const Switches = z.strictObject({
  /** Whether `offset` counts pages or rows. */
  offset: z.enum(['page', 'row']),
  /** What a page behind the last one holds: nothing, or the first page again. */
  pastEnd: z.enum(['empty', 'first']),
  /** Whether `total_count` counts what matches the filters, or everything visible. */
  totalCountRespectsFilter: z.boolean(),
  /** Whether `service_name` of the list of services is a part of the name or the whole of it. */
  serviceName: z.enum(['fuzzy', 'exact']),
  /** Whether PUT replaces the set of an API or only adds to it. */
  put: z.enum(['replace', 'additive']),
  /** Whether the answer of PUT tells what it revoked, or only what the request named. */
  putReports: z.enum(['all', 'named']),
  /** What granting the granted and revoking the revoked answer. */
  repeat: z.enum(['success', 'refused']),
  /** What registering answers when the service already has an API. */
  reregister: z.enum(['refused', 'same', 'another']),
  /** Whether an API's relations show apps of other users that are granted, to a caller who is no administrator. */
  grantedAppsVisible: z.enum(['all', 'own']),
  /** Whether a successful result carries the `auth_id`, which the vendor's examples leave out. */
  authIdInResults: z.boolean(),
  /** Whether granting and revoking move the app's `updated_at`. */
  bindingTouchesApp: z.boolean(),
  /** Whether `X-Request-Id` comes where the vendor declares it, or on every answer. */
  requestIds: z.enum(['declared', 'everywhere']),
  /** Whether app secrets come in clear without being asked for. */
  plainSecrets: z.boolean(),
  /** How many apps one user may have in a project. */
  appQuota: z.int().min(0),
  /** How long reads lag behind writes. */
  readLagMs: z.int().min(0),
  /** How long the gateways of the granted APIs lag behind the cloud. */
  gatewayLagMs: z.int().min(0),
  /** The shortest and the longest time an answer takes. */
  latencyMs: z.tuple([z.int().min(0), z.int().min(0)]),
  dataarts: DataArtsSwitches,
})
export type Switches = z.infer<typeof Switches>

/** What is left out stays as it is, of DataArts too. */
export const SwitchChange = Switches.partial().extend({ dataarts: DataArtsSwitches.partial().optional() })
export type SwitchChange = z.infer<typeof SwitchChange>

export const DEFAULT_SWITCHES: Switches = {
  offset: 'page',
  pastEnd: 'empty',
  totalCountRespectsFilter: true,
  serviceName: 'fuzzy',
  put: 'replace',
  putReports: 'all',
  repeat: 'success',
  reregister: 'refused',
  grantedAppsVisible: 'all',
  authIdInResults: true,
  bindingTouchesApp: true,
  requestIds: 'declared',
  plainSecrets: true,
  appQuota: 5,
  readLagMs: 0,
  gatewayLagMs: 0,
  latencyMs: [0, 0],
  dataarts: DATAARTS_DEFAULTS,
}

/** The switches after a change. */
export function turned(before: Switches, change: SwitchChange): Switches {
  return Switches.parse({ ...before, ...change, dataarts: { ...before.dataarts, ...change.dataarts } })
}
