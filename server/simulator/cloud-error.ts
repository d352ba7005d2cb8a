/** How the body of a refusal looks: the service's own shape, or that of the gateway in front of it. */
export type Origin = 'service' | 'gateway'

/** A refusal of the whole request. Its transaction is rolled back. */
export class CloudError extends Error {
  readonly status: number
  readonly code: string
  readonly origin: Origin

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
    this.origin = code.startsWith('APIG.') ? 'gateway' : 'service'
  }
}

/** Refusals of the gateway in front of every service (APIG error codes). */
export const gatewayRefusal = {
  unauthenticated: (why: string) =>
    new CloudError(401, 'APIG.0301', `Incorrect IAM authentication information: ${why}`),
  noOperation: () =>
    new CloudError(404, 'APIG.0101', 'The API does not exist or has not been published in the environment.'),
  unreadable: (why: string) => new CloudError(400, 'APIG.0201', `Backend request failed: ${why}.`),
  tooLarge: () => new CloudError(413, 'APIG.0201', 'Request entity too large.'),
}
