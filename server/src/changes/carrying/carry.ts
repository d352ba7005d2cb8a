import type { Recorder } from '../../audit/index.ts'
import type { Caller, GrantStore, PickIdentity, Target } from '../../grants/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Work } from '../../storage/work.ts'
import type { Cloud, SeenApi } from '../../upstream/port.ts'
import type { Waker } from '../intend.ts'
import type { ChangeStore } from '../store.ts'
import type { IntentRow, OpenIntent } from '../tables.ts'

/** A switch of the queue: its app and direction are known. */
export type Sendable = OpenIntent & { app: string; wanted: 'on' | 'off' }

/** What the rules look at in an intent. */
export const sentOf = ({ state, attempts, sent_at, said, resend_at, cloud }: IntentRow) => ({
  state,
  attempts,
  sentAt: sent_at,
  said,
  resendAt: resend_at,
  cloud,
})

/** What comes after a round: the next one at once, a pause that grows, or one of a given length. */
export type Round = 'again' | 'wait' | { waitMs: number }

/** Keeps what the inventory knows of an API in step with what was just done. */
type Shelf = {
  /** Counts the authorized apps of an API anew, and the APIs of those apps. */
  recount(api: string, apps: readonly string[]): Promise<void>
  /** Takes in an API that was just registered or found; answers our id. */
  takeApi(connection: string, service: string, api: SeenApi): Promise<string>
}

export type CarryStores = { grants: GrantStore; changes: ChangeStore; audit: Recorder; shelf: Shelf; waker: Waker }

export type CarryNeeds = {
  reads: Pick<ChangeStore, 'open' | 'recentCalls' | 'answeredWishes'>
  work: Work<CarryStores>
  targetOf(api: string): Promise<Target | undefined>
  /** The service of a registration, in the words of a target whose API does not exist yet. */
  serviceOf(service: string): Promise<Omit<Target, 'api'> | undefined>
  callersOf(apps: readonly string[]): Promise<Map<string, Caller>>
  cloudOf(connection: string): Cloud
  /** How a connection writes. */
  writesOf(connection: string): Promise<'delta' | 'replace'>
  pick: PickIdentity
  /** The worker who has the lease of the line. */
  holder: string
  clock: Clock
  log: Log
}
