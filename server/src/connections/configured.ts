import type { CloudService, Duty, Identity, Writes } from '@grantdesk/shared/connections'

/** A connection as it is configured, without its credentials. */
export type ConfiguredConnection = {
  id: string
  label: string
  service: CloudService
  region: string
  project: string
  workspace: string | null
  writes: Writes
  /** `cloudUser`: the cloud's id of the user behind the credential, where the configuration tells it. */
  identities: readonly { label: string; duties: readonly Duty[]; cloudUser?: string | null }[]
}

/** What other rooms know of a connection. */
export type KnownConnection = { id: string; label: string; writes: Writes; identities: readonly Identity[] }
