import type { Operation } from '../operation.ts'
import { createApi, deleteApi, listApisOfService, registerAndGrant, showApi } from './apis.ts'
import { appExists, createApp, deleteApp, listApisOfApp, listApps, showApp } from './apps.ts'
import { listAuths, showServiceAuths } from './auths.ts'
import { authorize, unauthorize, update } from './grants.ts'
import { listServices, showService } from './services.ts'

const AUTH_PATH = '/v1/:project_id/services/:service_id/app-auth-apis/:api_id/app-auth-api'

const read = (name: string, path: string, run: Operation['run']): Operation => ({
  name,
  method: 'get',
  path: `/v1/:project_id${path}`,
  writes: false,
  declaresRequestId: false,
  run,
})

const write = (name: string, [method, path]: [Operation['method'], string], run: Operation['run']): Operation => ({
  name,
  method,
  path,
  writes: true,
  declaresRequestId: true,
  run,
})

const undeclared = (operation: Operation): Operation => ({ ...operation, declaresRequestId: false })

/** Every operation of ModelArts v1 that the simulator knows, by the vendor's names. */
export const MODELARTS_OPERATIONS: readonly Operation[] = [
  read('ListServices', '/services', listServices),
  read('ShowService', '/services/:service_id', showService),
  read('ListApigApps', '/app-auth/apps', listApps),
  undeclared(write('CreateApigApp', ['post', '/v1/:project_id/app-auth/apps'], createApp)),
  read('ShowApigApp', '/app-auth/apps/:app_id', showApp),
  read('ApigAppExists', '/app-auth/apps/:app_name/exists', appExists),
  undeclared(write('DeleteApigApp', ['delete', '/v1/:project_id/app-auth/apps/:app_id'], deleteApp)),
  read('ShowApisBindToApp', '/app-auth/apps/:app_id/auth-apis', listApisOfApp),
  read('GetAppAuthApisInfo', '/services/:service_id/app-auth-apis', listApisOfService),
  read('GetAppAuthApiInfo', '/app-auth/:service_id/apis/:api_id', showApi),
  read('GetServiceAppAuthApiAuthInfo', '/services/:service_id/api-auths', showServiceAuths),
  undeclared(write('CreateAppAuthApi', ['post', '/v1/:project_id/app-auth/:service_id/apis'], createApi)),
  write('CreateAndAuthAppAuthApi', ['post', '/v1/:project_id/services/:service_id/app-auth-api'], registerAndGrant),
  write('DeleteAppAuthApi', ['delete', '/v1/:project_id/services/:service_id/app-auth-apis/:api_id'], deleteApi),
  write('AuthorizeApiToApigApps', ['post', AUTH_PATH], authorize),
  write('UpdateAuthApiToApigApps', ['put', AUTH_PATH], update),
  write('DeleteApiAppAuth', ['delete', AUTH_PATH], unauthorize),
  // The vendor names this URL as an equivalent of the one before (DeleteApiAppAuth, description).
  write('DeleteApiAppAuth', ['delete', '/v1/:project_id/app-auth/:service_id/apis/:api_id/auths'], unauthorize),
  read('ShowApiAuthInfos', '/services/:service_id/app-auth-apis/:api_id/api-auths', listAuths),
]
