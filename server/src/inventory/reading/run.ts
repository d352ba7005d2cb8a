import type { ReadingFault } from '../../connections/index.ts'
import { clean } from '../../kernel/search-words.ts'
import { CloudFault, type Door } from '../../upstream/port.ts'

/** Which reading a job is to carry out; another one that began meanwhile makes it void. */
export type ReadingTask = { connection: string; run: number }

/** Another process reads the connection now. */
export class Superseded extends Error {}

/** Faults in a row after which the cloud is left alone until the next turn. */
const MOST_STRIKES = 10

/** What a run has come to so far. */
export type Run = ReturnType<typeof createRun>

export function createRun(task: ReadingTask, { since, doors }: { since: Date; doors: readonly Door[] }) {
  const shut = new Set<string>()
  let fault: ReadingFault | null = null
  let strikes = 0

  return {
    ...task,
    /** When it began: what was not seen since then was not there. */
    since,
    counts: { services: 0, apis: 0, apps: 0, authorizations: 0 },
    done: 0,
    /** Services to read; unknown before their list is. */
    of: null as number | null,
    /** Whether the lists of services were whole, and with them everything of which apps are seen. */
    whole: { services: true, apps: true },
    fault: () => fault,

    /** Those that the cloud still takes. */
    doors: (): readonly Door[] => doors.filter(({ identity }) => !shut.has(identity)),

    /** Remembers the first thing that went wrong. Tells whether it makes sense to go on. */
    failed(what: unknown, door?: Door): boolean {
      if (!(what instanceof CloudFault)) throw what
      fault ??= faultOf(what)
      strikes++
      // A key that is refused again and again gets locked by the cloud, so it is not shown twice.
      if (what.kind === 'unauthenticated' && door) shut.add(door.identity)
      return strikes < MOST_STRIKES && doors.some(({ identity }) => !shut.has(identity))
    },

    incomplete(message: string): void {
      fault ??= { kind: 'incomplete', status: null, code: null, message, requestId: null }
    },

    succeeded(): void {
      strikes = 0
    },
  }
}

export const faultOf = ({ kind, status, code, message, requestId }: CloudFault): ReadingFault => ({
  kind,
  status,
  code,
  message: clean(message),
  requestId,
})
