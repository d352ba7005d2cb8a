import { CloudError } from '../cloud-error.ts'

/** "process failed" of every description: the only code the vendor prints. It stands for refusals without a known code. */
const UNNAMED = 'DLS.1000'

const failed = (why: string) => new CloudError(400, UNNAMED, why)

/**
 * DataArts refuses with 400 only; what is missing is a 400 with a DLM code (codes: Terraform provider, resources of
 * DataService, which turn them into 404). Codes for the rules of grants and reviews are published nowhere.
 */
export const refusal = {
  workspace: () => new CloudError(400, 'DLM.4001', 'The workspace does not exist.'),
  noApi: () => new CloudError(400, 'DLM.4018', 'The API does not exist.'),
  noApp: () => new CloudError(400, 'DLM.4063', 'The app does not exist.'),
  illegal: (why: string) => new CloudError(400, 'DLM.4182', `The action is illegal in the current state: ${why}.`),
  noCluster: () => new CloudError(400, 'DLM.4215', 'The cluster does not exist.'),
  parameter: (what: string) => failed(`Invalid parameter: ${what}.`),
  noTicket: (what: string) => failed(`The ${what} does not exist.`),
  forbidden: (what: string) => failed(`You have no permission to ${what}.`),
  mismatch: () => failed('The type of the app does not match the authentication type of the API.'),
  refused: (why: string) => failed(why),
  internal: (why: string) => new CloudError(500, UNNAMED, `Internal error: ${why}`),
  // The gateway in front answers for the project (APIG error codes).
  project: () => new CloudError(403, 'APIG.0302', 'The IAM user is not authorized to access the API.'),
  throttled: () =>
    new CloudError(429, 'APIG.0308', 'The throttling threshold has been reached: policy user over ratelimit.'),
}
