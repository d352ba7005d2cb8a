import { lazy } from 'react'
import { load } from './preload.ts'

/** Pages come when they are needed. */
export const pages = {
  Apis: lazy(async () => ({ default: (await load.apis()).ApisPlace })),
  Api: lazy(async () => ({ default: (await load.api()).ApiPage })),
  Apps: lazy(async () => ({ default: (await load.apps()).AppsPlace })),
  App: lazy(async () => ({ default: (await load.app()).AppPage })),
  People: lazy(async () => ({ default: (await load.people()).PeoplePage })),
}
