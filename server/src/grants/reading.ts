/** What a reading of the cloud showed of one API. */
export type ApiReading = {
  api: string
  /** Apps (our ids) that the cloud has authorized. */
  authorized: readonly string[]
  /** Apps that the reading showed as not authorized; `'others'` when the reading was complete and whole. */
  unauthorized: readonly string[] | 'others'
  /** When the reading began: anything sent later is newer than it. */
  readAt: Date
}

/** Takes in what readings show; never decides anything. */
export type Observer = { observe(reading: ApiReading, connection: string): Promise<void> }
