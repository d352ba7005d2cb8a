import type { Operation } from '../shapes.ts'
import {
  authorizeActionApiToInstance,
  authorizeApiToInstance,
  batchApproveApply,
  confirmMessage,
  listApply,
  listMessage,
  searchAuthorizeApp,
  searchBindApi,
} from './access.ts'
import { listApis, listDataServiceMarketApis, listInstanceList, showApi } from './apis.ts'
import { createApp, deleteApp, listApps, showAppInfo, updateApp } from './apps.ts'
import {
  listDataArtsStudioInstances,
  listDataServiceApprovers,
  listDataServiceInstancesDetail,
  listManagerWorkSpaces,
} from './places.ts'

/** Every operation of DataArts Studio that the client sends. */
export const DATAARTS_FACTS: readonly Operation[] = [
  listApis,
  showApi,
  listInstanceList,
  listDataServiceMarketApis,
  searchAuthorizeApp,
  searchBindApi,
  authorizeActionApiToInstance,
  authorizeApiToInstance,
  listApply,
  batchApproveApply,
  listMessage,
  confirmMessage,
  listApps,
  showAppInfo,
  createApp,
  updateApp,
  deleteApp,
  listDataServiceInstancesDetail,
  listDataServiceApprovers,
  listDataArtsStudioInstances,
  listManagerWorkSpaces,
]
