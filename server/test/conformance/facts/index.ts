import {
  authorizeApiToApigApps,
  createAndAuthAppAuthApi,
  deleteApiAppAuth,
  showApiAuthInfos,
  updateAuthApiToApigApps,
} from './access.ts'
import {
  getAppAuthApiInfo,
  getAppAuthApisInfo,
  getServiceAppAuthApiAuthInfo,
  listApigApps,
  showApigApp,
  showApisBindToApp,
} from './apps.ts'
import { listServices, showService } from './services.ts'
import type { Operation } from './shapes.ts'

/** Every operation of ModelArts v1 that the client sends or has a reading for. */
export const FACTS: readonly Operation[] = [
  listServices,
  showService,
  listApigApps,
  showApigApp,
  showApisBindToApp,
  getAppAuthApisInfo,
  getAppAuthApiInfo,
  getServiceAppAuthApiAuthInfo,
  showApiAuthInfos,
  createAndAuthAppAuthApi,
  authorizeApiToApigApps,
  updateAuthApiToApigApps,
  deleteApiAppAuth,
]
