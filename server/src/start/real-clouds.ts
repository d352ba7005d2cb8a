import type { ConnectionConfig, Credential } from '../config/connections-file.ts'
import type { ConfiguredConnection } from '../connections/index.ts'
import type { CloudConnection } from '../upstream/clouds.ts'

/** The configured connections with their credentials: the one place where both meet. */
export function realClouds(
  connections: readonly ConnectionConfig[],
  credentials: readonly Credential[],
): { configured: ConfiguredConnection; cloud: CloudConnection }[] {
  return connections.map((configured) => {
    const { id, service, endpoint, project, workspace, identities } = configured
    return {
      configured,
      cloud: {
        id,
        service,
        endpoint,
        project,
        workspace,
        identities: identities.map(({ label, cloudUser }) => ({
          label,
          cloudUser,
          credential: keyOf(credentials, id, label),
        })),
      },
    }
  })
}

function keyOf(
  credentials: readonly Credential[],
  connection: string,
  identity: string,
): { accessKey: string; secretKey: string } {
  const found = credentials.find((one) => one.connection === connection && one.identity === identity)
  if (!found) throw new Error(`The identity ${identity} of ${connection} has no credential.`)
  return { accessKey: found.accessKey.reveal(), secretKey: found.secretKey.reveal() }
}
