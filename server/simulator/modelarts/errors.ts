import { CloudError } from '../cloud-error.ts'

/** The vendor's error list (ModelArts API Reference, "Error Codes"; APIG error codes), as far as it is used here. */
export const refusal = {
  parameter: (what: string) => new CloudError(400, 'ModelArts.0101', `Invalid parameter: ${what}.`),
  body: (what: string) => new CloudError(400, 'ModelArts.0104', `Invalid request body: ${what}.`),
  internal: (why: string) => new CloudError(500, 'ModelArts.0010', `Internal error: ${why}`),
  workspace: (id: string) => new CloudError(400, 'ModelArts.0102', `The workspace ${id} does not exist.`),
  authType: () =>
    new CloudError(400, 'ModelArts.0107', 'The authentication mode of the API must be App authentication.'),
  notApp: () => new CloudError(403, 'ModelArts.0108', 'The authentication mode of the API must be App authentication.'),
  forbidden: (what: string) => new CloudError(403, 'ModelArts.0108', `You are not authorized to ${what}.`),
  project: () => new CloudError(403, 'ModelArts.0210', 'The project ID in the URL differs from that of the caller.'),
  noService: (id: string) => new CloudError(404, 'ModelArts.3502', `The service ${id} does not exist.`),
  noApp: (id: string) => new CloudError(404, 'ModelArts.3923', `The app ${id} does not exist.`),
  noApi: (id: string) => new CloudError(404, 'ModelArts.3935', `The app authentication API ${id} does not exist.`),
  foreignApi: (id: string) =>
    new CloudError(403, 'ModelArts.3936', `The app authentication API ${id} does not belong to the service.`),
  appNotCreated: (why: string) => new CloudError(409, 'ModelArts.3929', `Failed to create the app: ${why}.`),
  appNotDeleted: (why: string) => new CloudError(500, 'ModelArts.3933', `Failed to delete the app: ${why}.`),
  notRegistered: (why: string) =>
    new CloudError(500, 'ModelArts.3921', `Failed to register the app authentication API: ${why}.`),
}

/** Reasons of single apps inside a 200. The vendor gives the field as free text. */
export const reason = {
  noApp: (id: string) => `ModelArts.3923: The app ${id} does not exist.`,
  creator: () =>
    'ModelArts.3937: Failed to grant the API to the app. The user who creates the app must be the creator of the service.',
  gateway: (why: string) => `ModelArts.3937: Failed to grant the API to the app. ${why}`,
  granted: () => 'ModelArts.3937: Failed to grant the API to the app. The API has already been granted to the app.',
  notGranted: () => 'ModelArts.3938: Failed to unbind the API from the app. The API is not granted to the app.',
}
