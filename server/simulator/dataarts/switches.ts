import { z } from 'zod'

/** Sides taken where DataArts Studio is silent or its sources disagree; docs/simulator.md gives the reasons. */
export const DataArtsSwitches = z.strictObject({
  /** A request without `workspace`: refused, or answered for the default workspace. */
  workspaceHeader: z.enum(['required', 'default']),
  /** A `limit` above 100: cut to 100, or taken. */
  overLimit: z.enum(['cut', 'taken']),
  /** What the list of messages answers behind its end. */
  messagesPastEnd: z.enum(['first', 'empty']),
  /** `hosts` of ShowApi: a list, or one object. */
  hosts: z.enum(['array', 'object']),
  /** Fields of an API's apps: all that are described, or those of the vendor's example, without cluster and state. */
  relationFields: z.enum(['described', 'example']),
  /** A time that is not known: null, or 0. */
  unknownTimes: z.enum(['null', 'zero']),
  /** Whether the flags of the market ask for columns or filter. */
  marketFlags: z.enum(['columns', 'filter']),
  /** Who reviews: every registered reviewer of the workspace, or only the one that the API names. */
  reviewers: z.enum(['registered', 'named']),
  /** Who owns an app: its creator, or everybody in its workspace who may operate apps. */
  appOwner: z.enum(['creator', 'workspace']),
  /** A `time` that is no whole hour: refused, or cut to its hour. */
  wholeHours: z.enum(['refused', 'cut']),
  /** A validity shorter than the present one: refused, or nothing happens behind a 204. */
  shorten: z.enum(['refused', 'ignored']),
  /** Granting an API without authentication: nothing happens behind a 204, or refused. */
  openApis: z.enum(['ignored', 'refused']),
  /** Granting while an application waits: the grant decides it, or is refused. */
  grantWhilePending: z.enum(['grants', 'refused']),
  /** Granting while a notice runs: refused, or the notice is taken back. */
  grantUnderNotice: z.enum(['refused', 'grants']),
  /** Applying again while an application waits: refused, or a second application. */
  applyAgain: z.enum(['refused', 'another']),
  /** An application whose applicant is the reviewer: reviewed, or passed at once. */
  ownApply: z.enum(['reviewed', 'passes']),
  /** Renewing what has expired: allowed, or refused. */
  renewExpired: z.enum(['allowed', 'refused']),
  /** What becomes of an expired relation in the lists: it stays as it is, or it is gone. */
  expired: z.enum(['stays', 'gone']),
  /** The reviewer's cancel without `time`: refused, or at the earliest instant. */
  cancelWithoutTime: z.enum(['refused', 'earliest']),
  /** The app owner's cancel: at once, or after a review. */
  appCancel: z.enum(['at-once', 'reviewed']),
  /** The app owner's cancel of an application that waits: refused, or it is withdrawn. */
  cancelPending: z.enum(['refused', 'withdraws']),
  /** What is left of a notice whose cancel was carried out in time. */
  handledNotice: z.enum(['STATUS_TYPE_SYNCHRONOUS_EXECUTE', 'STATUS_TYPE_PASSED', 'gone']),
  /** A bulk of which one part is refused: nothing of it happens, or the rest of it behind a 204. */
  bulk: z.enum(['all-or-nothing', 'partial']),
  /** Whether APIs of the shared edition can be granted. */
  sharedGrants: z.enum(['allowed', 'refused']),
  /** How an exclusive cluster answers an app without a grant. */
  ungranted: z.enum(['APIG.0304', 'exclusive']),
  /** Requests of one user in ten seconds before 429; 0: no limit. The demo world has the documented 120. */
  userRate: z.int().min(0),
})
export type DataArtsSwitches = z.infer<typeof DataArtsSwitches>

export const DATAARTS_DEFAULTS: DataArtsSwitches = {
  workspaceHeader: 'required',
  overLimit: 'cut',
  messagesPastEnd: 'first',
  hosts: 'array',
  relationFields: 'described',
  unknownTimes: 'null',
  marketFlags: 'columns',
  reviewers: 'registered',
  appOwner: 'creator',
  wholeHours: 'refused',
  shorten: 'refused',
  openApis: 'ignored',
  grantWhilePending: 'grants',
  grantUnderNotice: 'refused',
  applyAgain: 'refused',
  ownApply: 'reviewed',
  renewExpired: 'allowed',
  expired: 'stays',
  cancelWithoutTime: 'refused',
  appCancel: 'at-once',
  cancelPending: 'refused',
  handledNotice: 'STATUS_TYPE_SYNCHRONOUS_EXECUTE',
  bulk: 'all-or-nothing',
  sharedGrants: 'allowed',
  ungranted: 'APIG.0304',
  userRate: 0,
}
