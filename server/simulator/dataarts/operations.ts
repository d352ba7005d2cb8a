import type { Operation } from '../operation.ts'
import { listApis, showApi } from './apis.ts'
import { listApplications, review, showApplication } from './applications.ts'
import { createApp, deleteApp, listApps, showApp, updateApp } from './apps.ts'
import { authorizeAction, authorizeMany } from './authorize.ts'
import { listClusters, listEligible, showCluster, showPublications } from './clusters.ts'
import { listMarket } from './market.ts'
import { confirmNotice, listNotices, showNotice } from './notices.ts'
import { listApprovers, listMembers, listStudios, listWorkspaces, listWorkspacesOfUser } from './people.ts'
import { listApisOfApp, listAppsOfApi } from './relations.ts'

/** No page declares `X-Request-Id` on these answers. */
const operation = (name: string, [method, path]: [Operation['method'], string], run: Operation['run']): Operation => ({
  name,
  method,
  path,
  writes: method !== 'get' && name !== 'ListDataServiceMarketApis',
  declaresRequestId: false,
  run,
})

const read = (name: string, path: string, run: Operation['run']) =>
  operation(name, ['get', `/v1/:project_id/service${path}`], run)

const write = (name: string, [method, path]: [Operation['method'], string], run: Operation['run']) =>
  operation(name, [method, `/v1/:project_id/service${path}`], run)

/** Every operation of DataArts Studio that the simulator knows, by the vendor's names where there is one. */
export const DATAARTS_OPERATIONS: readonly Operation[] = [
  read('ListApis', '/apis', listApis),
  write('AuthorizeActionApiToInstance', ['post', '/apis/authorize/action'], authorizeAction),
  read('ShowApi', '/apis/:api_id', showApi),
  read('ListInstanceList', '/apis/:api_id/instances', listEligible),
  read('SearchPublishInfo', '/apis/:api_id/publish-info', showPublications),
  read('SearchDebugInfo', '/apis/:api_id/debug-info', showPublications),
  write('AuthorizeApiToInstance', ['post', '/apis/:api_id/instances/:instance_id/authorize'], authorizeMany),
  read('SearchAuthorizeApp', '/authorize/apis/:api_id', listAppsOfApi),
  read('SearchBindApi', '/authorize/apps/:app_id', listApisOfApp),
  read('ListApply', '/applys', listApplications),
  read('ShowApplyDetail', '/applys/:apply_id', showApplication),
  write('BatchApproveApply', ['post', '/applys'], review),
  read('ListMessage', '/messages', listNotices),
  read('ShowMessageDetail', '/messages/:message_id', showNotice),
  write('ConfirmMessage', ['post', '/messages'], confirmNotice),
  read('ListApps', '/apps', listApps),
  read('ShowAppInfo', '/apps/:app_id', showApp),
  write('CreateApp', ['post', '/apps'], createApp),
  write('UpdateApp', ['put', '/apps/:app_id'], updateApp),
  write('DeleteApp', ['delete', '/apps/:app_id'], deleteApp),
  write('ListDataServiceMarketApis', ['post', '/market'], listMarket),
  read('ListDataServiceInstancesDetail', '/instances', listClusters),
  read('ShowDataServiceInstance', '/instances/:instance_id', showCluster),
  read('ListDataServiceApprovers', '/authorizeapply/approver', listApprovers),
  // The look-ups outside of DataService have no operation in any SDK; these names are ours.
  operation('ListStudioInstances', ['get', '/v1/:project_id/instances'], listStudios),
  operation('ListStudioWorkspaces', ['get', '/v1/:project_id/workspaces/:instance_id'], listWorkspaces),
  operation('ListUserWorkspaces', ['get', '/v1/:project_id/:instance_id/workspaces/:user_id'], listWorkspacesOfUser),
  operation('ListWorkspaceUsers', ['get', '/v2/:project_id/:workspace_id/users'], listMembers),
]
