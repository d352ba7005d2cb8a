import { flag, list, object, text, whole, word } from '../shapes.ts'
import { paging, read, write } from './common.ts'

const relation = word('LINK_WAITING_CHECK', 'LINKED', 'OFFLINE_WAITING_CHECK', 'RENEW_WAITING_CHECK')
const fixed = list(object({ para_name: text, para_value: text }))

/** Apps of an API: one row for each app and cluster. */
export const searchAuthorizeApp = read('SearchAuthorizeApp', '/authorize/apis/{api_id}', {
  source: 'sdk',
  pathParams: ['api_id'],
  query: paging,
  body: {
    total: whole,
    records: list(
      object({
        app_id: text,
        app_name: text,
        instance_id: text,
        instance_name: text,
        api_using_time: whole,
        approval_time: whole,
        relationship_type: relation,
        static_params: fixed,
      }),
    ),
  },
})

/** APIs of an app: the validity under another name, and no cluster. */
export const searchBindApi = read('SearchBindApi', '/authorize/apps/{app_id}', {
  source: 'sdk',
  pathParams: ['app_id'],
  query: paging,
  body: {
    total: whole,
    records: list(
      object({
        id: text,
        name: text,
        description: text,
        approval_time: whole,
        manager: text,
        deadline: whole,
        relationship_type: relation,
        static_params: fixed,
      }),
    ),
  },
})

const ACTS = ['AUTHORIZE', 'API_CANCEL_AUTHORIZE', 'APP_CANCEL_AUTHORIZE', 'APPLY', 'RENEW']
const words = (names: readonly string[]) => word(...names.map((name) => `APPLY_TYPE_${name}`))

/** All five answer 204 and nothing. */
export const authorizeActionApiToInstance = write('AuthorizeActionApiToInstance', ['post', '/apis/authorize/action'], {
  source: 'file',
  body: { api_id: text, instance_id: text, app_id: text, apply_type: words(ACTS), time: text },
  answer: null,
})

export const authorizeApiToInstance = write(
  'AuthorizeApiToInstance',
  ['post', '/apis/{api_id}/instances/{instance_id}/authorize'],
  {
    source: 'file',
    pathParams: ['api_id', 'instance_id'],
    body: { app_ids: list(text), time: text },
    answer: null,
  },
)

const STATUSES = [
  'PENDING_APPROVAL',
  'REJECTED',
  'PENDING_CHECK',
  'PENDING_EXECUTE',
  'SYNCHRONOUS_EXECUTE',
  'FORCED_CANCEL',
  'PASSED',
]

const KINDS = [
  'PUBLISH',
  'AUTHORIZE',
  'APPLY',
  'RENEW',
  'STOP',
  'RECOVER',
  'API_CANCEL_AUTHORIZE',
  'APP_CANCEL_AUTHORIZE',
  'OFFLINE',
]

/** `RecordForApplyDetail`, of applications and notices alike. */
const ticket = object({
  id: text,
  api_apply_status: word(...STATUSES.map((name) => `STATUS_TYPE_${name}`)),
  api_apply_type: words(KINDS),
  api_id: text,
  api_name: text,
  api_using_time: whole,
  app_id: text,
  app_name: text,
  apply_time: whole,
  approval_time: whole,
  approver_name: text,
  comment: text,
  user_name: text,
})

/** `query_type` is a plain number; its text names 0 to 3. */
export const listApply = read('ListApply', '/applys', {
  source: 'file',
  query: { ...paging, api_name: text, query_type: { type: 'integer' } },
  body: { total: whole, records: list(ticket) },
})

export const batchApproveApply = write('BatchApproveApply', ['post', '/applys'], {
  source: 'file',
  body: { apply_result: flag, apply_ids: list(text) },
  answer: null,
})

export const listMessage = read('ListMessage', '/messages', {
  source: 'sdk',
  query: { ...paging, api_name: text },
  body: { total: whole, records: list(ticket) },
})

export const confirmMessage = write('ConfirmMessage', ['post', '/messages'], {
  source: 'file',
  body: { message_id: text, action: whole, time: text },
  answer: null,
})
