import { type Fields, list, object, text, whole, word } from '../shapes.ts'
import { read, write } from './common.ts'

const appType = word('APIG', 'IAM', 'APIGW', 'DLM', 'ROMA_APIC')

/** `AppReturnDTO`: key and secret come in every answer. */
const app: Fields = {
  id: text,
  name: text,
  description: text,
  app_key: text,
  app_secret: text,
  register_time: whole,
  update_time: whole,
  create_user: text,
  update_user: text,
  app_type: appType,
}

export const listApps = read('ListApps', '/apps', {
  source: 'file',
  query: { limit: { type: 'integer' }, offset: { type: 'integer' }, name: text, app_type: appType },
  body: { total: whole, apps: list(object(app)) },
})

export const showAppInfo = read('ShowAppInfo', '/apps/{app_id}', { source: 'sdk', pathParams: ['app_id'], body: app })

export const createApp = write('CreateApp', ['post', '/apps'], {
  source: 'file',
  body: {
    app_type: appType,
    name: text,
    description: text,
    apig_type: word('APIG', 'APIGW', 'ROMA_APIC'),
    apig_instance_id: text,
  },
  answer: app,
})

export const updateApp = write('UpdateApp', ['put', '/apps/{app_id}'], {
  source: 'sdk',
  pathParams: ['app_id'],
  body: { name: text, description: text },
  answer: app,
})

export const deleteApp = write('DeleteApp', ['delete', '/apps/{app_id}'], {
  source: 'file',
  pathParams: ['app_id'],
  body: null,
  answer: null,
})
