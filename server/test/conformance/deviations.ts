/** Where what goes over the wire may differ from the vendor's description, each with its reason. */

export type Deviation = { what: string; why: string }

/** Fields that arrive in another type than described; the path is that of a difference, without positions. */
export const OTHER_TYPES: readonly (Deviation & { path: RegExp; type: string })[] = [
  {
    what: 'is_opened_sample_collection as a flag',
    path: /^services\[\]\.is_opened_sample_collection$|^is_opened_sample_collection$/,
    type: 'boolean',
    why: 'ListServices describes it as a string; its text calls it a flag with default false',
  },
  {
    what: 'workspace_id as a number',
    path: /^(services\[\]\.)?workspace_id$/,
    type: 'number',
    why: 'the example of ListServices has the number 0',
  },
  {
    what: 'hosts as a list',
    path: /^hosts$/,
    type: 'array',
    why: 'ShowApi describes one object, the Terraform provider reads a list: both are read',
  },
  {
    what: 'columns of the market that were not asked for',
    path: /^apis\[\]\.(is_\w+|success_rate|failure_rate)$/,
    type: 'null',
    why: 'the example of ListDataServiceMarketApis has null for them',
  },
  {
    what: 'approval_time of what nobody decided yet',
    path: /^records\[\]\.approval_time$/,
    type: 'null',
    why: 'the examples of ShowApplyDetail and ShowMessageDetail have null for it',
  },
  {
    what: 'the app and the validity of what is no grant',
    path: /^records\[\]\.(app_id|app_name|api_using_time)$/,
    type: 'null',
    why: 'an application to publish has none (inferred); null or left out is not said, the client reads both',
  },
]

/** Fields of an answer that newer pages name. */
export const OTHER_FIELDS: readonly (Deviation & { path: RegExp })[] = [
  {
    what: 'authorization_status of an API',
    path: /^records\[\]\.authorization_status$/,
    why: 'ListApis of the SDK has it, the file is older',
  },
]

/** Words outside of a formal list that the vendor's own text names. */
export const OTHER_WORDS: readonly (Deviation & { path: RegExp; words: readonly string[] })[] = [
  {
    what: 'more states of a service',
    path: /(^|\.)status$/,
    words: ['stopping', 'deleting', 'pending', 'waiting'],
    why: 'the text of ListServices adds them to the formal list',
  },
  {
    what: 'a state of a service that is described nowhere',
    path: /(^|\.)status$/,
    words: ['upgrading'],
    why: 'planted in the demo world: a word that a cloud may add one day is shown as it is',
  },
  {
    what: 'app_type APP',
    path: /(^|[.]|body |query )app_type$/,
    words: ['APP'],
    why: 'the example of CreateApp and its page name it; the formal list has the older words alone',
  },
]

/** Statuses that any operation may answer although its description does not name them. */
export const OTHER_STATUSES: readonly (Deviation & { status: number })[] = [
  { status: 400, what: '400', why: 'Error Codes: invalid parameters (ModelArts.0101, 0102, 0104, 0107)' },
  { status: 401, what: '401', why: 'the API gateway stands before every operation (APIG.0301)' },
  { status: 403, what: '403', why: 'Error Codes: no permission (ModelArts.0108), other project (ModelArts.0210)' },
  { status: 404, what: '404', why: 'Error Codes: no such service, app or API (ModelArts.3502, 3923, 3935)' },
  { status: 429, what: '429', why: 'Error Codes: too many requests (ModelArts.2799)' },
  { status: 500, what: '500', why: 'Error Codes: internal error (ModelArts.0010)' },
  { status: 503, what: '503', why: 'Error Codes: back end unavailable (ModelArts.4302)' },
]

/** Fields of an error body besides code and message. */
export const OTHER_ERROR_FIELDS: readonly (Deviation & { field: string })[] = [
  { field: 'request_id', what: 'request_id in an error body', why: 'the gateway names the request there' },
]

/** Headers sent in place of, or besides, the described ones. */
export const OTHER_HEADERS: readonly (Deviation & { header: string })[] = [
  {
    header: 'authorization',
    what: 'Authorization for X-Auth-Token',
    why: 'API Request Signing Guide: AK/SK instead of a token',
  },
  { header: 'x-sdk-date', what: 'X-Sdk-Date', why: 'API Request Signing Guide: the instant of the signature' },
  { header: 'x-security-token', what: 'X-Security-Token', why: 'API Request Signing Guide: goes with temporary keys' },
  { header: 'x-project-id', what: 'X-Project-Id', why: 'API Request Signing Guide: regional services need it' },
  { header: 'host', what: 'Host', why: 'it is signed' },
  { header: 'content-type', what: 'Content-Type', why: 'a JSON body, for every operation alike' },
]

/** Everything above, to be read. */
export const DEVIATIONS: readonly Deviation[] = [
  ...OTHER_TYPES,
  ...OTHER_FIELDS,
  ...OTHER_WORDS,
  ...OTHER_STATUSES,
  ...OTHER_ERROR_FIELDS,
  ...OTHER_HEADERS,
]
